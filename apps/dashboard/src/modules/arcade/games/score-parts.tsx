import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';
import type { Score } from '../api.js';
import { gradeOf, judgementsOf, lampOf, markOf, type Lamp } from './score-view.js';
import classes from './scores.module.css';

/** The name of a chart; its colour goes from calm to hot with the chart's number. */
export function ChartBadge({ chart, name, difficulty }: { chart: number; name: string; difficulty?: number }) {
  return (
    <span className={classes.chart} data-chart={chart > 3 ? 'other' : chart} translate="no">
      {name}
      {difficulty !== undefined && <b>{difficulty}</b>}
    </span>
  );
}

const COLORS: Readonly<Record<Lamp, string>> = { none: 'gray', failed: 'red', cleared: 'felt', combo: 'blue', perfect: 'amber' };

/** How it went, in the game's words and a colour. */
export function Mark({ score }: { score: Score }) {
  const mark = markOf(score);
  const grade = gradeOf(score);
  if (mark === null && grade === null) return <>–</>;
  return (
    <Group gap={6} wrap="wrap">
      {mark !== null && (
        <Badge variant="light" tt="none" color={COLORS[lampOf(score)]} translate="no">
          {mark}
        </Badge>
      )}
      {grade !== null && (
        <Text span size="sm" translate="no">
          {grade}
        </Text>
      )}
    </Group>
  );
}

/** `cool 300 · great 20 …`; nothing when the game told none. */
export function Judgements({ score }: { score: Score }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const counts = judgementsOf(score);
  if (counts.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {counts.map(([name, count]) => `${t(`judgement.${name}`)} ${format.number(count)}`).join(' · ')}
    </Text>
  );
}

/** Says that this play was the player's best so far. */
export function NewRecord({ score }: { score: Score }) {
  const { t } = useTranslation('arcade');
  return score.new_record === true ? (
    <Badge variant="filled" tt="none" color="amber" size="sm">
      {t('score.newRecord')}
    </Badge>
  ) : null;
}

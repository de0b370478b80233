import { Anchor, Badge, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import type { Overview } from '../api.js';
import { Line, Lines } from '../parts/lines.js';

/** Games that cabinets play right now. */
export function PlayingPanel({ playing }: { playing: Overview['playing'] }) {
  const { t } = useTranslation('arcade');
  return (
    <Panel title={t('playing.title')}>
      {playing.length === 0 ? (
        <Text c="dimmed">{t('playing.none')}</Text>
      ) : (
        <Lines>
          {playing.map((game) => (
            <Line key={`${game.series}${game.version}`}>
              <div>
                <Anchor fw={600} translate="no" renderRoot={(props) => <Link to="/arcade/games/$series" params={{ series: game.series }} {...props} />}>
                  {game.game}
                </Anchor>
                <Text size="xs" c="dimmed">
                  <When at={game.last_call} relative />
                </Text>
              </div>
              <Badge variant="light" tt="none">
                {t('playing.machines', { count: game.machines })}
              </Badge>
            </Line>
          ))}
        </Lines>
      )}
    </Panel>
  );
}

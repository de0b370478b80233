import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailedRom } from '../../../api/types.js';
import { CopyValue } from '../../../components/copy.js';
import { When } from '../../../components/when.js';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import classes from './game.module.css';

/** Facts about the game as a whole, as term and value; what is not known is not listed. */
export function GameFacts({ rom }: { rom: DetailedRom }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const meta = rom.metadatum;
  const released = meta?.first_release_date ?? null;
  const facts: (readonly [string, ReactNode])[] = [
    [t('fact.size'), format.bytes(rom.fs_size_bytes)],
    ...(released === null ? [] : [[t('fact.released'), format.date(released)] as const]),
    ...texts(t('fact.genres'), meta?.genres),
    ...texts(t('fact.companies'), meta?.companies),
    ...texts(t('fact.otherNames'), rom.alternative_names),
    [t('fact.added'), <When key="added" at={rom.created_at} />],
  ];
  return (
    <Panel title={t('fact.title')}>
      <Stack gap="sm">
        <dl className={classes.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div>
          <Text size="sm" c="dimmed">
            {t('fact.path')}
          </Text>
          <CopyValue value={rom.full_path} name={t('fact.path')} />
        </div>
      </Stack>
    </Panel>
  );

  function texts(term: string, values: readonly string[] | undefined): (readonly [string, ReactNode])[] {
    if (values === undefined || values.length === 0) return [];
    return [
      [
        term,
        <span key={term} translate="no">
          {format.list(values)}
        </span>,
      ],
    ];
  }
}

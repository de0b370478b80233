import { List, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';
import type { Report } from './api.js';

const KINDS = [
  'songs', 'known songs', 'players', 'cards', 'player numbers', 'profile keys', 'profiles', 'scores', 'plays', 'achievements', 'timed achievements', 'series achievements', 'play statistics', 'rivals', 'balances', 'arcades', 'machines',
  'game settings', 'catalog', 'events', 'news',
] as const;

/** What the rows of a report are, in the reader's words. */
export function useKind(): (kind: string) => string {
  const { t } = useTranslation('arcade');
  return (kind) => {
    const known = KINDS.find((one) => one === kind);
    return known === undefined ? kind : t(`imports.kind.${known}`);
  };
}

/** How much of each kind is new, changed or stays, and what is left out. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const kind = useKind();
  const counts = Object.entries(report.counts);
  return (
    <>
      {counts.length === 0 ? (
        <Text c="dimmed">{t('imports.nothing')}</Text>
      ) : (
        <Table.ScrollContainer minWidth={320} scrollAreaProps={{ tabIndex: 0 }}>
          <Table verticalSpacing="xs" aria-label={t('imports.report')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('imports.what')}</Table.Th>
                {(['added', 'changed', 'kept'] as const).map((column) => (
                  <Table.Th key={column} scope="col" ta="right">
                    {t(`imports.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {counts.map(([what, { added, changed, kept }]) => (
                <Table.Tr key={what}>
                  <Table.Th scope="row" fw={500}>
                    {kind(what)}
                  </Table.Th>
                  {[added, changed, kept].map((count, index) => (
                    <Table.Td key={index} ta="right" c={count === 0 ? 'dimmed' : undefined}>
                      {format.number(count)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {report.notes.length > 0 && (
        <div>
          <Text fw={600} size="sm">
            {t('imports.notTaken')}
          </Text>
          <List size="sm" c="dimmed" translate="no">
            {report.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </div>
      )}
    </>
  );
}

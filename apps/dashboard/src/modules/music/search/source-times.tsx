import { Progress, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import type { Found } from '../api.js';
import { useSourceName } from '../parts/source.js';

/** How long each source took against the budget, and what it gave. */
export function SourceTimes({ found }: { found: Found }) {
  const { t } = useTranslation('music');
  const name = useSourceName();
  if (found.sources.length === 0) return null;
  return (
    <Panel title={t('search.sources')} aside={<Text size="sm" c="dimmed">{t('search.budget', { ms: found.budgetMs })}</Text>} padded={false}>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('search.sources') } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('search.source')}</Table.Th>
              <Table.Th>{t('search.took')}</Table.Th>
              <Table.Th ta="right">{t('search.group.songs')}</Table.Th>
              <Table.Th ta="right">{t('search.group.albums')}</Table.Th>
              <Table.Th ta="right">{t('search.group.artists')}</Table.Th>
              <Table.Th ta="right">{t('search.group.playlists')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.sources.map((source) => (
              <Table.Tr key={source.provider}>
                <Table.Td>
                  <span translate="no">{name(source.provider)}</span>
                  {source.error !== undefined && (
                    <Text size="xs" c="var(--mantine-color-error)">
                      {source.error}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td miw={140}>
                  {t('ms', { ms: source.ms })}
                  <Progress mt={4} size="xs" value={Math.min(100, (source.ms / found.budgetMs) * 100)} color={source.error === undefined ? 'felt' : 'red'} aria-label={t('search.timeOf', { source: name(source.provider) })} />
                </Table.Td>
                <Table.Td ta="right">{source.songs}</Table.Td>
                <Table.Td ta="right">{source.albums}</Table.Td>
                <Table.Td ta="right">{source.artists}</Table.Td>
                <Table.Td ta="right">{source.playlists}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

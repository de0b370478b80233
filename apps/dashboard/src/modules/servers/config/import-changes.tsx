import { Alert, Code, Stack, Table, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/types.js';
import { Found } from '../importing/found.js';
import { SECTIONS } from './api.js';
import { brief, labelOf } from './draft.js';

/** What files would change in the configuration of a server. */
export type ConfigImport = Answer<'/api/servers/{id}/config/import', 'post'>;

/** What was understood, what goes to the raw block, and what can't be taken over and why. */
export function ImportChanges({ report }: { report: ConfigImport }) {
  const { t } = useTranslation('servers');
  const fields = report.changes.filter(({ field }) => field !== 'extra_options');
  return (
    <Stack gap="md" role="status" aria-label={t('configImport.found')}>
      {report.changes.length === 0 ? (
        <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
          {t('configImport.nothing')}
        </Alert>
      ) : (
        <Text fw={600}>{t('configImport.changes', { count: report.changes.length })}</Text>
      )}
      {fields.length > 0 && (
        <Table.ScrollContainer minWidth={520} mah={360} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('configImport.found') } }}>
          <Table verticalSpacing={6} aria-label={t('configImport.found')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('configImport.setting')}</Table.Th>
                <Table.Th>{t('configImport.now')}</Table.Th>
                <Table.Th>{t('configImport.then')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fields.map(({ section, field, before, after }) => {
                const known = SECTIONS.find((one) => one === section);
                return (
                  <Table.Tr key={`${section} ${field}`}>
                    <Table.Td>
                      <span translate="no">{labelOf(field)}</span>
                      <Text size="xs" c="dimmed">
                        {known === undefined ? section : t(`section.${known}`)}
                      </Text>
                    </Table.Td>
                    <Table.Td translate="no" style={{ overflowWrap: 'anywhere' }}>
                      {brief(before)}
                    </Table.Td>
                    <Table.Td translate="no" style={{ overflowWrap: 'anywhere' }}>
                      {brief(after)}
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {report.extra_options !== '' && (
        <div>
          <Text fw={600}>{t('configImport.extra')}</Text>
          <Code block translate="no">
            {report.extra_options}
          </Code>
        </div>
      )}
      <Found title={t('import.rejected')} items={report.rejected.map(({ file, key, reason }) => `${key === '' ? file : `${file}: ${key}`} – ${reason}`)} color="amber" />
    </Stack>
  );
}

import { Code, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import { Figure } from '../parts/figure.js';
import type { ImportReport } from './api.js';
import { Found } from './found.js';

/** What an import would take over, what it would not and why. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const { server } = report;
  return (
    <Panel title={t('import.report')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure label={t('field.name')}>
            <span translate="no">{server.name}</span>
          </Figure>
          <Figure label={t('field.gamePort')}>{server.game_port}</Figure>
          <Figure label={t('field.rconPort')}>{server.rcon_port}</Figure>
          <Figure label={t('import.settings')}>{report.understood.length}</Figure>
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {t('field.exePath')}{' '}
          <span className="mono" translate="no">
            {server.exe_path ?? '–'}
          </span>
        </Text>
        <Found title={t('import.warnings')} items={report.warnings} color="amber" />
        <Found title={t('import.files')} items={report.files.filter(({ used }) => used).map(({ path }) => path)} />
        <Found title={t('import.rejected')} items={report.rejected.map(({ file, key, reason }) => `${file}: ${key} – ${reason}`)} color="amber" />
        <Found title={t('import.missions')} items={report.missions.filter(({ ok }) => ok).map(({ filename, size_bytes }) => `${filename} (${format.bytes(size_bytes)})`)} />
        <Found title={t('import.badMissions')} items={report.missions.filter(({ ok }) => !ok).map(({ filename, error }) => `${filename}: ${error ?? ''}`)} color="red" />
        <Found title={t('rotation.title')} items={report.rotation.map(({ template }, index) => `${index + 1}. ${template}`)} />
        <Found title={t('import.mods')} items={report.mods.filter(({ state }) => state !== 'refused').map(({ folder }) => folder)} />
        <Found title={t('import.badMods')} items={report.mods.filter(({ state }) => state === 'refused').map(({ folder, error }) => `${folder}: ${error ?? ''}`)} color="red" />
        <Found title={t('import.progress')} items={report.progress_files} />
        {report.bans > 0 && <Text size="sm">{t('import.banCount', { count: report.bans })}</Text>}
        {report.extra_options !== '' && (
          <div>
            <Text fw={600}>{t('config.extra')}</Text>
            <Code block translate="no">
              {report.extra_options}
            </Code>
          </div>
        )}
      </Stack>
    </Panel>
  );
}

import { Alert, Button, Group, List, Stack, Switch, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, serverKey, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { useRights } from '../parts/rights.js';
import { STEAM_KEY } from '../steam/api.js';
import { HOST_MODS_KEY, type PresetReport } from './api.js';

interface PresetModalProps {
  id: number;
  preset: { html: string; report: PresetReport } | null;
  onClose: () => void;
  onApplied: () => void;
}

/** What a launcher preset would load here, and what of it this host lacks, before it is applied. */
export function PresetModal({ id, preset, onClose, onApplied }: PresetModalProps) {
  const { t } = useTranslation(['servers', 'common']);
  const rights = useRights();
  const [download, setDownload] = useState(false);
  const apply = useChange({
    run: (html: string) => data(api.POST('/api/servers/{id}/mods/preset', { params: { path: { id }, query: { apply: '1', download: download ? '1' : '0' } }, body: { html } })),
    renews: [serverKey(id, 'mods'), serverKey(id, 'detail'), HOST_MODS_KEY, STEAM_KEY],
    done: t('mods.saved'),
    onDone: () => {
      onApplied();
      onClose();
    },
  });
  return (
    <Dialog opened={preset !== null} onClose={onClose} size="lg" title={t('preset.title')}>
      {preset !== null && (
        <Stack>
          <Text fw={600} translate="no">
            {preset.report.name}
          </Text>
          <Alert color="felt" variant="light" icon={<IconCircleCheck size={20} aria-hidden />} title={t('preset.matched', { count: preset.report.matched.length })}>
            <Names names={preset.report.matched.map(({ name }) => name)} />
          </Alert>
          {preset.report.missing.length > 0 && (
            <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} title={t('preset.missing', { count: preset.report.missing.length })}>
              <Names names={preset.report.missing.map(({ name, workshop_id }) => `${name} (${workshop_id})`)} />
            </Alert>
          )}
          {preset.report.local.length > 0 && (
            <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} title={t('preset.local', { count: preset.report.local.length })}>
              <Names names={preset.report.local} />
            </Alert>
          )}
          {preset.report.missing.length > 0 && rights.write && <Switch label={t('preset.download')} checked={download} onChange={(event) => setDownload(event.currentTarget.checked)} />}
          <Text size="sm">{t('preset.text')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:action.cancel')}
            </Button>
            <Button loading={apply.isPending} disabled={preset.report.matched.length === 0 && !download} onClick={() => apply.mutate(preset.html)}>
              {t('preset.apply')}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <List size="sm" translate="no">
      {names.map((name) => (
        <List.Item key={name}>{name}</List.Item>
      ))}
    </List>
  );
}

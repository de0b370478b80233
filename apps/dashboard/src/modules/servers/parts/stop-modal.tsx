import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerSummary } from '../api/types.js';
import { Dialog } from './dialog.js';
import type { StopOptions } from './lifecycle.js';

type Kind = 'stop' | 'restart';
const WARNINGS = [0, 30, 60, 300, 600] as const;

interface StopModalProps {
  server: ServerSummary;
  /** Null while nothing is asked. */
  kind: Kind | null;
  onConfirm: (kind: Kind, options: StopOptions) => void;
  onClose: () => void;
}

/** Asks before players lose their connection, and lets them be warned. */
export function StopModal({ server, kind, onConfirm, onClose }: StopModalProps) {
  const { t } = useTranslation(['servers', 'common']);
  const [warn, setWarn] = useState<string>('0');
  const [message, setMessage] = useState('');
  const shown = kind ?? 'stop';
  const seconds = Number(warn);
  const reachable = server.rcon_connected;
  return (
    <Dialog opened={kind !== null} onClose={onClose} title={t(`ask.${shown}.title`, { name: server.name })}>
      <Stack>
        <Text>{server.player_count === 0 ? t(`ask.${shown}.empty`) : t(`ask.${shown}.players`, { count: server.player_count })}</Text>
        {reachable && (
          <Select
            label={t('stop.warn')}
            allowDeselect={false}
            value={warn}
            onChange={(value) => setWarn(value ?? '0')}
            data={WARNINGS.map((value) => ({ value: String(value), label: value === 0 ? t('stop.atOnce') : value < 60 ? t('stop.inSeconds', { count: value }) : t('stop.inMinutes', { count: value / 60 }) }))}
          />
        )}
        {reachable && seconds > 0 && <TextInput label={t('stop.message')} description={t('stop.messageHint')} maxLength={255} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:action.cancel')}
          </Button>
          <Button color={shown === 'stop' ? 'red' : undefined} onClick={() => kind !== null && onConfirm(kind, { warn_seconds: reachable ? seconds : 0, ...(message.trim() === '' ? {} : { message: message.trim() }) })}>
            {t(`action.${shown}`)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

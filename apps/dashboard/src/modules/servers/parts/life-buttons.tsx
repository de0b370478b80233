import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconBolt, IconDotsVertical, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm.js';
import type { ServerSummary } from '../api/types.js';
import { BlockedModal } from './blocked-modal.js';
import { isResting, useLifecycle } from './lifecycle.js';
import { useRights } from './rights.js';
import { StopModal } from './stop-modal.js';

/** Start, stop and restart of one server, with what has to be asked first. */
export function LifeButtons({ server, compact = false }: { server: ServerSummary; compact?: boolean }) {
  const { t } = useTranslation('servers');
  const rights = useRights(server.id);
  const [asked, setAsked] = useState<'stop' | 'restart' | 'kill' | null>(null);
  const [blocked, setBlocked] = useState<unknown>(null);
  const life = useLifecycle(server.id, setBlocked);
  if (!rights.operate) return null;
  const { status, name } = server;
  const size = compact ? 'xs' : 'sm';
  const icon = compact ? 16 : 18;
  const close = () => setAsked(null);
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        {isResting(status) ? (
          <Button size={size} leftSection={<IconPlayerPlay size={icon} aria-hidden />} loading={life.start.isPending} onClick={() => life.start.mutate()} aria-label={t('action.startNamed', { name })}>
            {t('action.start')}
          </Button>
        ) : (
          <>
            <Button size={size} variant="default" leftSection={<IconRefresh size={icon} aria-hidden />} loading={life.restart.isPending} disabled={status !== 'running'} onClick={() => setAsked('restart')} aria-label={t('action.restartNamed', { name })}>
              {t('action.restart')}
            </Button>
            <Button size={size} color="red" variant="light" leftSection={<IconPlayerStop size={icon} aria-hidden />} loading={life.stop.isPending} disabled={status === 'stopping'} onClick={() => setAsked('stop')} aria-label={t('action.stopNamed', { name })}>
              {t('action.stop')}
            </Button>
            {rights.write && (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" size={compact ? 30 : 36} aria-label={t('action.moreNamed', { name })}>
                    <IconDotsVertical size={18} aria-hidden />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item color="red" leftSection={<IconBolt size={18} aria-hidden />} onClick={() => setAsked('kill')}>
                    {t('action.kill')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            )}
          </>
        )}
      </Group>
      <StopModal
        server={server}
        kind={asked === 'stop' || asked === 'restart' ? asked : null}
        onClose={close}
        onConfirm={(kind, options) => {
          life[kind].mutate(options);
          close();
        }}
      />
      <Confirm
        opened={asked === 'kill'}
        title={t('kill.title', { name })}
        confirmLabel={t('action.kill')}
        busy={life.kill.isPending}
        onClose={close}
        onConfirm={() => {
          life.kill.mutate();
          close();
        }}
      >
        {t('kill.text')}
      </Confirm>
      <BlockedModal id={server.id} error={blocked} onClose={() => setBlocked(null)} />
    </>
  );
}

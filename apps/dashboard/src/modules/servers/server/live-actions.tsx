import { Button, Group, Menu, TextInput } from '@mantine/core';
import { IconChevronDown, IconLock, IconLockOpen, IconMap, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { data, useChange } from '../api/data.js';
import type { ServerDetail } from '../api/types.js';

/** What needs RCon: a word to all, the door, the mission. */
export function LiveActions({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const [message, setMessage] = useState('');
  const params = { path: { id: server.id } };
  const say = useChange({ run: (text: string) => data(api.POST('/api/servers/{id}/say', { params, body: { message: text, player_num: -1 } })), renews: [], done: t('done.said'), onDone: () => setMessage('') });
  const lock = useChange({ run: () => data(api.POST('/api/servers/{id}/lock', { params })), renews: [], done: t('done.locked') });
  const unlock = useChange({ run: () => data(api.POST('/api/servers/{id}/unlock', { params })), renews: [], done: t('done.unlocked') });
  const again = useChange({ run: () => data(api.POST('/api/servers/{id}/mission/restart', { params })), renews: [], done: t('done.missionRestarted') });
  const reassign = useChange({ run: () => data(api.POST('/api/servers/{id}/mission/reassign', { params })), renews: [], done: t('done.missionRestarted') });
  const off = !server.rcon_connected;
  return (
    <Panel title={t('live.title')}>
      <Group align="flex-end" gap="sm">
        <form
          style={{ flex: '1 1 280px' }}
          onSubmit={(event) => {
            event.preventDefault();
            if (message.trim() !== '') say.mutate(message.trim());
          }}
        >
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <TextInput flex={1} label={t('live.say')} placeholder={t('live.sayHint')} maxLength={255} value={message} disabled={off} onChange={(event) => setMessage(event.currentTarget.value)} />
            <Button type="submit" variant="light" loading={say.isPending} disabled={off || message.trim() === ''} leftSection={<IconSend size={18} aria-hidden />}>
              {t('live.send')}
            </Button>
          </Group>
        </form>
        <Group gap="xs">
          <Button variant="default" disabled={off} loading={lock.isPending} leftSection={<IconLock size={18} aria-hidden />} onClick={() => lock.mutate()}>
            {t('live.lock')}
          </Button>
          <Button variant="default" disabled={off} loading={unlock.isPending} leftSection={<IconLockOpen size={18} aria-hidden />} onClick={() => unlock.mutate()}>
            {t('live.unlock')}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" disabled={off} leftSection={<IconMap size={18} aria-hidden />} rightSection={<IconChevronDown size={16} aria-hidden />}>
                {t('live.mission')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => again.mutate()}>{t('live.missionRestart')}</Menu.Item>
              <Menu.Item onClick={() => reassign.mutate()}>{t('live.missionReassign')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
    </Panel>
  );
}

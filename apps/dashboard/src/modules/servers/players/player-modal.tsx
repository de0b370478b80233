import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, serverKey, useChange } from '../api/data.js';
import type { Player } from '../api/types.js';
import { useDurations } from '../bans/durations.js';
import { Dialog } from '../parts/dialog.js';
import { useRights } from '../parts/rights.js';

export type PlayerAction = 'kick' | 'ban' | 'message';

interface Asked {
  action: PlayerAction;
  player: Player;
}

/** Kick, ban or message one player; the GUID goes along, so that nobody else can be hit. */
export function PlayerModal({ asked, serverId, onClose }: { asked: Asked | null; serverId: number; onClose: () => void }) {
  const { t } = useTranslation('servers');
  return (
    <Dialog opened={asked !== null} onClose={onClose} title={asked === null ? '' : t(`playerModal.${asked.action}`, { name: asked.player.name })}>
      {asked !== null && <Form key={`${asked.action} ${asked.player.player_num}`} asked={asked} serverId={serverId} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ asked: { action, player }, serverId, onClose }: { asked: Asked; serverId: number; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const durations = useDurations();
  const house = useRights();
  const [text, setText] = useState('');
  const [minutes, setMinutes] = useState('0');
  const [everywhere, setEverywhere] = useState(false);
  const params = { path: { id: serverId, player_num: player.player_num } };
  const who = player.guid === null ? {} : { guid: player.guid };
  const run = (): Promise<unknown> => {
    if (action === 'message') return data(api.POST('/api/servers/{id}/players/{player_num}/message', { params, body: { message: text.trim() } }));
    if (action === 'kick') return data(api.POST('/api/servers/{id}/players/{player_num}/kick', { params, body: { reason: text.trim(), ...who } }));
    return data(api.POST('/api/servers/{id}/players/{player_num}/ban', { params, body: { reason: text.trim(), duration_minutes: Number(minutes), scope: everywhere ? 'all' : 'server', kind: player.guid === null ? 'ip' : 'guid', ...who } }));
  };
  const change = useChange({ run, renews: [serverKey(serverId, 'players'), serverKey(serverId, 'bans')], done: t(`playerModal.${action}Done`, { name: player.name }), onDone: onClose });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack>
        <TextInput label={t(action === 'message' ? 'playerModal.text' : 'playerModal.reason')} required={action === 'message'} maxLength={action === 'message' ? 255 : 128} value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus />
        {action === 'ban' && (
          <>
            <Select label={t('ban.duration')} allowDeselect={false} data={durations} value={minutes} onChange={(value) => setMinutes(value ?? '0')} />
            <Switch label={t('ban.everywhere')} description={house.operate ? undefined : t('rights.needsAll')} disabled={!house.operate} checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />
            {player.guid === null && (
              <Text size="sm" c="dimmed">
                {t('playerModal.byAddress')}
              </Text>
            )}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" color={action === 'ban' ? 'red' : undefined} loading={change.isPending} disabled={action === 'message' && text.trim() === ''}>
            {t(`players.${action}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

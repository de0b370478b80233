import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../../api/client.js';
import type { PlayerDetail } from '../players-api.js';
import { usePlayerChange } from './use-player-change.js';

/** Which account of the house sees the player as its own. */
export function PlayerAccount({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const saved = player.account?.username ?? '';
  const [name, setName] = useState(saved);
  const set = usePlayerChange(
    (username: string | null) => api.PUT('/api/arcade/players/{id}/account', { params: { path: { id: player.id } }, body: { username } }),
    (username) => t(username === null ? 'people.disconnected' : 'people.connected', { name: username ?? '' }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(name.trim() === '' ? null : name.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput flex="1 1 200px" label={t('people.account')} description={t('people.accountHint')} autoComplete="off" spellCheck={false} maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} translate="no" />
        <Button type="submit" variant="default" loading={set.isPending} disabled={name.trim() === saved}>
          {t(name.trim() === '' && saved !== '' ? 'people.disconnect' : 'people.connect')}
        </Button>
      </Group>
    </form>
  );
}

import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../../api/client.js';
import { isPin } from '../../me/card-number.js';
import { PinInput } from '../../parts/pin-input.js';
import type { PlayerDetail } from '../players-api.js';
import { usePlayerChange } from './use-player-change.js';

/** A new PIN for a player who forgot his; it also lifts the refusal after too many wrong ones. */
export function PlayerPin({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const [pin, setPin] = useState('');
  const reset = usePlayerChange((value: string) => api.PUT('/api/arcade/players/{id}/pin', { params: { path: { id: player.id } }, body: { pin: value } }), () => {
    setPin('');
    return t('pin.changed');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate(pin);
  };
  return (
    <Stack>
      {player.pin_refused && (
        <Alert variant="light" color="amber" icon={<IconInfoCircle size={20} aria-hidden />}>
          {t('people.refused')}
        </Alert>
      )}
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <PinInput flex="1 1 200px" label={t('pin.new')} description={t('people.pinHint')} value={pin} onChange={(event) => setPin(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={reset.isPending} disabled={!isPin(pin)}>
            {t('people.setPin')}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}

import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../../api/client.js';
import { useFormat } from '../../../../i18n/format.js';
import { Line, Lines } from '../../parts/lines.js';
import { arcadesQuery } from '../api.js';
import type { PlayerDetail } from '../players-api.js';
import { usePlayerChange } from './use-player-change.js';

/** A player's PASELI in each arcade, and a change to it. */
export function PlayerBalances({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { data: arcades } = useQuery(arcadesQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [amount, setAmount] = useState<number | string>(1000);
  const arcade = chosen ?? (arcades?.[0] === undefined ? null : String(arcades[0].id));
  const adjust = usePlayerChange(
    (change: { arcade: number; amount: number }) => body(api.POST('/api/arcade/players/{id}/balances', { params: { path: { id: player.id } }, body: change })),
    (_change, { balance }) => t('paseli.changed', { balance: format.number(balance) }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adjust.mutate({ arcade: Number(arcade), amount: Number(amount) });
  };
  return (
    <Stack>
      {player.balances.length === 0 && <Text c="dimmed">{t('people.noBalances')}</Text>}
      <Lines>
        {player.balances.map((one) => (
          <Line key={one.arcade}>
            <Text translate="no">{one.arcade_name}</Text>
            <Text fw={600}>{format.number(one.balance)}</Text>
          </Line>
        ))}
      </Lines>
      {arcades !== undefined && arcades.length > 0 && (
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <Select flex="1 1 160px" label={t('machines.arcade')} allowDeselect={false} data={arcades.map((one) => ({ value: String(one.id), label: one.name }))} value={arcade} onChange={setChosen} translate="no" />
            <NumberInput w={140} label={t('paseli.amount')} allowDecimal={false} step={100} min={-1_000_000} max={1_000_000} value={amount} onChange={setAmount} />
            <Button type="submit" variant="default" loading={adjust.isPending} disabled={typeof amount !== 'number' || amount === 0}>
              {t('paseli.submit')}
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}

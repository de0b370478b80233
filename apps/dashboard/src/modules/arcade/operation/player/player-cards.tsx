import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../../api/client.js';
import { Confirm } from '../../../../components/confirm.js';
import { CopyValue } from '../../../../components/copy.js';
import { grouped, isCardText } from '../../me/card-number.js';
import { Line, Lines } from '../../parts/lines.js';
import type { PlayerDetail } from '../players-api.js';
import { usePlayerChange } from './use-player-change.js';

type Card = PlayerDetail['cards'][number];

/** The cards of a player: take one away, give another one. */
export function PlayerCards({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const [leaving, setLeaving] = useState<Card | null>(null);
  const remove = usePlayerChange(({ card }: Card) => api.DELETE('/api/arcade/cards/{card}', { params: { path: { card } } }), () => t('card.removed'), () => setLeaving(null));
  return (
    <Stack>
      {player.cards.length === 0 && <Text c="dimmed">{t('people.noCards')}</Text>}
      <Lines>
        {player.cards.map((card) => {
          const name = grouped(card.number ?? card.card);
          return (
            <Line key={card.card}>
              <CopyValue value={name} name={t('card.named', { name })} />
              <ActionIcon variant="subtle" color="red" size={36} aria-label={t('card.removeNamed', { name })} onClick={() => setLeaving(card)}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Line>
          );
        })}
      </Lines>
      <AddCard player={player} />
      <Confirm opened={leaving !== null} title={t('card.removeAsk')} confirmLabel={t('card.remove')} busy={remove.isPending} onConfirm={() => leaving !== null && remove.mutate(leaving)} onClose={() => setLeaving(null)}>
        <Text className="mono" translate="no">
          {leaving !== null && grouped(leaving.number ?? leaving.card)}
        </Text>
        <Text mt="xs">{t('people.removeCardText')}</Text>
      </Confirm>
    </Stack>
  );
}

function AddCard({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const [card, setCard] = useState('');
  const add = usePlayerChange((number: string) => api.POST('/api/arcade/players/{id}/cards', { params: { path: { id: player.id } }, body: { card: number } }), () => {
    setCard('');
    return t('card.added');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(card.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput flex="1 1 200px" label={t('card.add')} description={t('card.numberHint')} autoComplete="off" spellCheck={false} maxLength={32} value={card} onChange={(event) => setCard(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={add.isPending} disabled={!isCardText(card)}>
          {t('card.addSubmit')}
        </Button>
      </Group>
    </form>
  );
}

import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { meQuery, type Card } from '../api.js';
import { Line, Lines } from '../parts/lines.js';
import { grouped, isCardText } from './card-number.js';

/** The player's cards: any of them brings up the same profiles at a cabinet. */
export function CardsPanel({ cards }: { cards: readonly Card[] }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<Card | null>(null);
  const remove = useMutation({
    mutationFn: ({ card }: Card) => body(api.DELETE('/api/arcade/me/cards/{card}', { params: { path: { card } } })),
    onSuccess: (player) => {
      client.setQueryData(meQuery.queryKey, player);
      notifyDone(t('card.removed'));
    },
    onError: notifyProblem,
    onSettled: () => setLeaving(null),
  });
  return (
    <Panel title={t('card.title')}>
      <Stack>
        <Lines>
          {cards.map((card) => {
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
        {cards.length === 0 && <Text c="dimmed">{t('card.none')}</Text>}
        <AddCard />
      </Stack>
      <Confirm opened={leaving !== null} title={t('card.removeAsk')} confirmLabel={t('card.remove')} busy={remove.isPending} onConfirm={() => leaving !== null && remove.mutate(leaving)} onClose={() => setLeaving(null)}>
        <Text className="mono" translate="no">
          {leaving !== null && grouped(leaving.number ?? leaving.card)}
        </Text>
        <Text mt="xs">{t(cards.length === 1 ? 'card.removeLast' : 'card.removeText')}</Text>
      </Confirm>
    </Panel>
  );
}

function AddCard() {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = useMutation({
    mutationFn: () => body(api.POST('/api/arcade/me/cards', { body: { card_number: number } })),
    onSuccess: (player) => {
      client.setQueryData(meQuery.queryKey, player);
      setNumber('');
      notifyDone(t('card.added'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWrong(!isCardText(number));
    if (isCardText(number)) add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {add.isError && <Problem error={add.error} compact />}
        <Group align="flex-start" gap="xs">
          <TextInput
            flex="1 1 200px"
            label={t('card.add')}
            description={t('card.addHint')}
            error={wrong ? t('card.numberRule') : undefined}
            autoComplete="off"
            spellCheck={false}
            maxLength={32}
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={number.trim() === ''} mt={46}>
            {t('card.addSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

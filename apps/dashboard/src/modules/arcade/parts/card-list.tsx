import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm.js';
import { CopyValue } from '../../../components/copy.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE, type Card } from '../api.js';
import { grouped, isCardText } from '../me/card-number.js';
import { Line, Lines } from './lines.js';

/** What can be done to cards: by their player, or by those who run the network. */
export interface CardActions {
  add: (number: string) => Promise<unknown>;
  rename: (card: Card, name: string | null) => Promise<unknown>;
  remove: (card: Card) => Promise<unknown>;
}

interface CardListProps {
  cards: readonly Card[];
  actions: CardActions;
  /** Shown in place of an empty list. */
  empty: string;
  addHint: string;
  /** What taking a card away means. */
  removeText: string;
}

const printed = ({ number, card }: Card): string => grouped(number ?? card);

/** Renews all that shows cards when a change went well. */
function useCardChange<Input>(change: (input: Input) => Promise<unknown>, done: string): UseMutationResult<unknown, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      notifyDone(done);
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
}

/** The cards of a player: name them, take one away, add one. */
export function CardList({ cards, actions, empty, addHint, removeText }: CardListProps) {
  const { t } = useTranslation(['arcade', 'common']);
  const [leaving, setLeaving] = useState<Card | null>(null);
  const [named, setNamed] = useState<Card | null>(null);
  const remove = useCardChange(actions.remove, t('card.removed'));
  return (
    <Stack>
      {cards.length === 0 && <Text c="dimmed">{empty}</Text>}
      <Lines>
        {cards.map((card) => {
          const name = printed(card);
          return (
            <Line key={card.card}>
              <div style={{ minWidth: 0 }}>
                {card.name !== null && (
                  <Text fw={600} size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
                    {card.name}
                  </Text>
                )}
                <CopyValue value={name} name={t('card.named', { name })} />
              </div>
              <Group gap={4} wrap="nowrap">
                <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('card.nameNamed', { name })} onClick={() => setNamed(card)}>
                  <IconPencil size={18} aria-hidden />
                </ActionIcon>
                <ActionIcon variant="subtle" color="red" size={36} aria-label={t('card.removeNamed', { name })} onClick={() => setLeaving(card)}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Group>
            </Line>
          );
        })}
      </Lines>
      <AddCard add={actions.add} hint={addHint} />
      <Confirm
        opened={leaving !== null}
        title={t('card.removeAsk')}
        confirmLabel={t('card.remove')}
        busy={remove.isPending}
        onConfirm={() => leaving !== null && remove.mutate(leaving, { onError: notifyProblem, onSettled: () => setLeaving(null) })}
        onClose={() => setLeaving(null)}
      >
        <Text className="mono" translate="no">
          {leaving !== null && printed(leaving)}
        </Text>
        <Text mt="xs">{removeText}</Text>
      </Confirm>
      <Modal opened={named !== null} onClose={() => setNamed(null)} title={t('card.nameTitle')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
        {named !== null && <NameForm key={named.card} card={named} rename={actions.rename} onClose={() => setNamed(null)} />}
      </Modal>
    </Stack>
  );
}

const NAME_LENGTH = 64;

function NameForm({ card, rename, onClose }: { card: Card; rename: CardActions['rename']; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const [name, setName] = useState(card.name ?? '');
  const save = useCardChange((next: string) => rename(card, next.trim() === '' ? null : next.trim()), t('card.nameSaved'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(name, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <Problem error={save.error} compact />}
        <TextInput data-autofocus label={t('card.name')} description={t('card.nameHint')} maxLength={NAME_LENGTH} autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" loading={save.isPending} disabled={name.trim() === (card.name ?? '')}>
          {t('common:action.save')}
        </Button>
      </Stack>
    </form>
  );
}

function AddCard({ add, hint }: { add: CardActions['add']; hint: string }) {
  const { t } = useTranslation('arcade');
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  const added = useCardChange(add, t('card.added'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWrong(!isCardText(number));
    if (isCardText(number)) added.mutate(number.trim(), { onSuccess: () => setNumber('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {added.isError && <Problem error={added.error} compact />}
        <Group align="flex-start" gap="xs">
          <TextInput
            flex="1 1 200px"
            label={t('card.add')}
            description={hint}
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
          <Button type="submit" variant="default" loading={added.isPending} disabled={number.trim() === ''} mt={46}>
            {t('card.addSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

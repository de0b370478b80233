import { ActionIcon, Badge, Group, Loader, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { notifyProblem } from '../../../shell/notify.js';
import { gameNameQuery, gamesLikeQuery, platformNamesQuery } from '../api.js';

interface Hidden {
  entity: string;
  entity_id: number;
}

interface HiddenThingsProps {
  value: readonly Hidden[];
  /** Exactly one of the two. */
  target: { user_id: number } | { group_id: number };
  /** What shows them, to be fetched again. */
  queryKey: readonly unknown[];
}

/** Platforms and games that somebody, or the members of a group, don't get to see. Each change holds at once. */
export function HiddenThings({ value, target, queryKey }: HiddenThingsProps) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const platforms = useQuery(platformNamesQuery);
  const games = useQueries({ queries: value.filter(({ entity }) => entity === 'roms').map(({ entity_id }) => gameNameQuery(entity_id)) });
  const nameOf = ({ entity, entity_id }: Hidden): string | undefined =>
    entity === 'platforms' ? platforms.data?.find(({ id }) => id === entity_id)?.name : games.find(({ data }) => data?.id === entity_id)?.data?.name;
  const settled = { onError: notifyProblem, onSettled: () => client.invalidateQueries({ queryKey }) };
  const hide = useMutation({ mutationFn: (thing: Hidden) => body(api.POST('/api/permissions/hidden', { body: { ...thing, ...target } })), ...settled });
  const show = useMutation({ mutationFn: (thing: Hidden) => api.DELETE('/api/permissions/hidden', { body: { ...thing, ...target } }), ...settled });
  const busy = hide.isPending || show.isPending;
  const rest = (platforms.data ?? []).filter(({ id }) => !value.some((one) => one.entity === 'platforms' && one.entity_id === id));
  return (
    <Stack>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('hidden.none')}
        </Text>
      )}
      {value.length > 0 && (
        <Stack gap={0} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {value.map((thing) => {
            const name = nameOf(thing) ?? t('hidden.unnamed', { id: thing.entity_id });
            return (
              <Group component="li" key={`${thing.entity}:${String(thing.entity_id)}`} justify="space-between" wrap="nowrap" py={6} style={{ borderTop: '1px solid var(--rumpus-border)' }}>
                <Group gap="sm" miw={0}>
                  <Text size="sm" fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
                    {name}
                  </Text>
                  <Badge variant="default" tt="none">
                    {t(thing.entity === 'platforms' ? 'hidden.platform' : 'hidden.game')}
                  </Badge>
                </Group>
                <ActionIcon variant="subtle" size={36} disabled={busy} aria-label={t('hidden.showNamed', { name })} onClick={() => show.mutate(thing)}>
                  <IconEye size={18} aria-hidden />
                </ActionIcon>
              </Group>
            );
          })}
        </Stack>
      )}
      <Group gap="xs" align="flex-end">
        <Select
          flex="1 1 200px"
          label={t('hidden.addPlatform')}
          placeholder={t('hidden.pick')}
          searchable
          disabled={busy}
          nothingFoundMessage={t('hidden.notFound')}
          data={rest.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={null}
          onChange={(id) => id !== null && hide.mutate({ entity: 'platforms', entity_id: Number(id) })}
        />
        <GamePicker disabled={busy} taken={value} onPick={(id) => hide.mutate({ entity: 'roms', entity_id: id })} />
      </Group>
    </Stack>
  );
}

/** Finds a game by a few letters of its name. */
function GamePicker({ disabled, taken, onPick }: { disabled: boolean; taken: readonly Hidden[]; onPick: (id: number) => void }) {
  const { t } = useTranslation('people');
  const [typed, setTyped] = useState('');
  const [term] = useDebouncedValue(typed.trim(), 250);
  const { data, isFetching } = useQuery({ ...gamesLikeQuery(term), enabled: term.length > 1 });
  const games = term.length > 1 ? (data ?? []).filter(({ id }) => !taken.some((one) => one.entity === 'roms' && one.entity_id === id)) : [];
  return (
    <Select
      flex="1 1 200px"
      label={t('hidden.addGame')}
      placeholder={t('hidden.type')}
      searchable
      disabled={disabled}
      rightSection={isFetching ? <Loader size="xs" /> : undefined}
      nothingFoundMessage={term.length > 1 && !isFetching ? t('hidden.notFound') : undefined}
      filter={({ options }) => options}
      data={games.map(({ id, name }) => ({ value: String(id), label: name }))}
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={(id) => {
        if (id === null) return;
        setTyped('');
        onPick(Number(id));
      }}
    />
  );
}

import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListDetails, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { QueryView } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { useRights } from '../parts/rights.js';
import { hostModsQuery, listedMods, PRESETS_KEY, presetsQuery, type NamedPreset } from './api.js';
import type { ModEntry } from './mod-order.js';

interface SavedListsProps {
  entries: readonly ModEntry[];
  onLoad: (entries: readonly ModEntry[]) => void;
}

/** Lists of mods that were kept under a name: to load here, and to keep what is loaded here. */
export function SavedLists({ entries, onLoad }: SavedListsProps) {
  const { t } = useTranslation('servers');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconListDetails size={16} aria-hidden />} onClick={open}>
        {t('savedLists.title')}
      </Button>
      <Dialog opened={opened} onClose={close} title={t('savedLists.title')}>
        <Lists
          entries={entries}
          onLoad={(loaded) => {
            onLoad(loaded);
            close();
          }}
        />
      </Dialog>
    </>
  );
}

function Lists({ entries, onLoad }: SavedListsProps) {
  const { t } = useTranslation('servers');
  const house = useRights();
  const query = useQuery(presetsQuery);
  return (
    <Stack>
      <QueryView query={query} isEmpty={(lists) => lists.length === 0} empty={<Text c="dimmed">{t('savedLists.empty')}</Text>}>
        {(lists) => (
          <Stack component="ul" gap={0} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {lists.map((list) => (
              <Row key={list.id} list={list} mayDelete={house.operate} onLoad={onLoad} />
            ))}
          </Stack>
        )}
      </QueryView>
      {house.operate && entries.length > 0 && <Keep entries={entries} />}
    </Stack>
  );
}

function Row({ list, mayDelete, onLoad }: { list: NamedPreset; mayDelete: boolean; onLoad: SavedListsProps['onLoad'] }) {
  const { t } = useTranslation('servers');
  const known = useQuery(hostModsQuery).data;
  const remove = useChange({ run: () => data(api.DELETE('/api/presets/{preset_id}', { params: { path: { preset_id: list.id } } })), renews: [PRESETS_KEY], done: t('savedLists.deleted') });
  return (
    <Group component="li" justify="space-between" py="xs" wrap="nowrap" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <div style={{ minWidth: 0 }}>
        <Text fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
          {list.name}
        </Text>
        <Text size="sm" c="dimmed">
          {t('templates.mods', { count: list.mods.length })}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        <Button size="xs" variant="light" disabled={known === undefined} aria-label={t('savedLists.loadNamed', { name: list.name })} onClick={() => known !== undefined && onLoad(listedMods(list.mods, known))}>
          {t('savedLists.load')}
        </Button>
        {mayDelete && (
          <Tooltip label={t('savedLists.delete')}>
            <ActionIcon variant="subtle" color="gray" size={36} loading={remove.isPending} aria-label={t('savedLists.deleteNamed', { name: list.name })} onClick={() => remove.mutate()}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </Group>
  );
}

function Keep({ entries }: { entries: readonly ModEntry[] }) {
  const { t } = useTranslation(['servers', 'common']);
  const [name, setName] = useState('');
  const keep = useChange({
    run: () => data(api.POST('/api/presets', { body: { name: name.trim(), mods: entries.map(({ id, kind }) => ({ mod_id: id, kind })) } })),
    renews: [PRESETS_KEY],
    done: t('savedLists.kept'),
    onDone: () => setName(''),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput flex="1 1 200px" label={t('savedLists.name')} maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={keep.isPending} disabled={name.trim() === ''}>
          {t('common:action.save')}
        </Button>
      </Group>
    </form>
  );
}

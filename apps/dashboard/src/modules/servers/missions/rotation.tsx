import { ActionIcon, Badge, Button, Group, Select, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconPlus, IconRoute, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import { data, serverKey, useChange } from '../api/data.js';
import { useRights } from '../parts/rights.js';
import { SaveBar } from '../parts/save-bar.js';
import { Sortable } from '../parts/sortable.js';
import { useServer } from '../server/use-server.js';
import { DIFFICULTIES, type Mission, type RotationEntry } from './api.js';
import { ParamsModal } from './params-modal.js';

interface RotationProps {
  stored: readonly RotationEntry[];
  draft: readonly RotationEntry[] | null;
  missions: readonly Mission[];
  onChange: (draft: readonly RotationEntry[] | null) => void;
}

/** An entry can stand in the cycle twice: its place among equals tells them apart. */
const withIds = (entries: readonly RotationEntry[]) => entries.map((entry, index) => ({ entry, id: `${entry.template} ${entries.slice(0, index).filter(({ template }) => template === entry.template).length}` }));

/** The mission cycle: order, difficulty, parameters. */
export function Rotation({ stored, draft, missions, onChange }: RotationProps) {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const [edited, setEdited] = useState<number | null>(null);
  const [naming, name] = useDisclosure();
  const entries = draft ?? stored;
  const set = (index: number, part: Partial<RotationEntry>) => onChange(entries.map((entry, at) => (at === index ? { ...entry, ...part } : entry)));
  const save = useChange({
    run: () => data(api.PUT('/api/servers/{id}/missions/rotation', { params: { path: { id: server.id } }, body: entries.map((entry) => ({ ...entry })) })),
    renews: [serverKey(server.id, 'missions'), serverKey(server.id, 'detail')],
    done: t(server.status === 'running' ? 'config.savedRunning' : 'rotation.saved'),
    onDone: () => onChange(null),
  });
  const current = edited === null ? undefined : entries[edited];
  return (
    <>
      <Panel
        title={t('rotation.title')}
        padded={false}
        aside={
          rights.operate && (
            <Button size="xs" variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={name.toggle} aria-expanded={naming}>
              {t('rotation.addByName')}
            </Button>
          )
        }
      >
        {naming && <ByName onAdd={(template) => onChange([...entries, { mission_id: null, template, difficulty: 'Regular', params: {}, enabled: true }])} />}
        {entries.length === 0 ? (
          <Empty icon={IconRoute} title={t('rotation.empty')}>
            {t('rotation.emptyText')}
          </Empty>
        ) : (
          <Sortable items={withIds(entries)} idOf={({ id }) => id} nameOf={({ entry }) => entry.template} disabled={!rights.operate} onSort={(sorted) => onChange(sorted.map(({ entry }) => entry))}>
            {({ entry }, index) => (
              <>
                <Group gap={8} style={{ minWidth: 0, flex: '1 1 200px' }}>
                  <Text fw={600} translate="no" c={entry.enabled ? undefined : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
                    {entry.template}
                  </Text>
                  {entry.mission_id === null && (
                    <Badge variant="default" size="sm" tt="none">
                      {t('rotation.byName')}
                    </Badge>
                  )}
                  {Object.keys(entry.params).length > 0 && (
                    <Badge variant="light" size="sm" tt="none">
                      {t('rotation.params', { count: Object.keys(entry.params).length })}
                    </Badge>
                  )}
                </Group>
                <Group gap={6}>
                  <Select size="xs" w={118} aria-label={t('rotation.difficultyOf', { name: entry.template })} allowDeselect={false} disabled={!rights.operate} data={difficulties(entry.difficulty)} value={entry.difficulty} onChange={(difficulty) => set(index, { difficulty: difficulty ?? 'Regular' })} />
                  <Switch aria-label={t('rotation.enabledOf', { name: entry.template })} disabled={!rights.operate} checked={entry.enabled} onChange={(event) => set(index, { enabled: event.currentTarget.checked })} />
                  {rights.operate && entry.mission_id !== null && (
                    <Tooltip label={t('rotation.parameters')}>
                      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('rotation.parametersOf', { name: entry.template })} onClick={() => setEdited(index)}>
                        <IconAdjustmentsHorizontal size={18} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  )}
                  {rights.operate && (
                    <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('rotation.remove', { name: entry.template })} onClick={() => onChange(entries.filter((_, at) => at !== index))}>
                      <IconTrash size={18} aria-hidden />
                    </ActionIcon>
                  )}
                </Group>
              </>
            )}
          </Sortable>
        )}
      </Panel>
      <SaveBar shown={draft !== null && JSON.stringify(draft) !== JSON.stringify(stored)} text={t('rotation.unsaved')} busy={save.isPending} onUndo={() => onChange(null)} onSave={() => save.mutate()} />
      <ParamsModal
        serverId={server.id}
        mission={missions.find(({ id }) => id === current?.mission_id) ?? null}
        params={current?.params ?? {}}
        onClose={() => setEdited(null)}
        onApply={(params) => {
          if (edited !== null) set(edited, { params });
          setEdited(null);
        }}
      />
    </>
  );
}

/** The game's own, and whatever the entry has. */
const difficulties = (current: string): string[] => [...new Set<string>([...DIFFICULTIES, current])];

/** A mission that comes with the game or a mod has no file here: it is named. */
function ByName({ onAdd }: { onAdd: (template: string) => void }) {
  const { t } = useTranslation('servers');
  const [text, setText] = useState('');
  const valid = /^[A-Za-z0-9 _.()[\]&+%'-]{1,120}\.[A-Za-z0-9_]{1,64}$/.test(text.trim());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        onAdd(text.trim());
        setText('');
      }}
    >
      <Group gap="xs" px="md" pb="sm" align="flex-end">
        <TextInput flex="1 1 220px" maw={420} label={t('rotation.template')} spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" variant="light" disabled={!valid}>
          {t('missions.add')}
        </Button>
      </Group>
    </form>
  );
}

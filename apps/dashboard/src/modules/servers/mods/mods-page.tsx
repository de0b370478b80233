import { Button, Group, Stack } from '@mantine/core';
import { IconDownload, IconPuzzle, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, serverKey, useChange } from '../api/data.js';
import { FilePick } from '../parts/file-pick.js';
import { useRights } from '../parts/rights.js';
import { SaveBar } from '../parts/save-bar.js';
import { useServer } from '../server/use-server.js';
import { HOST_MODS_KEY, serverModsQuery, type PresetReport, type ServerMod } from './api.js';
import { HostMods } from './host-mods.js';
import { ModOrder, type ModEntry } from './mod-order.js';
import { PresetModal } from './preset-modal.js';
import { SavedLists } from './saved-lists.js';

/** What the server loads, in which order, and the mods of this host to choose from. */
export function ModsPage() {
  const server = useServer();
  const query = useQuery(serverModsQuery(server.id));
  return <QueryView query={query}>{(mods) => <Editor stored={mods} />}</QueryView>;
}

const signature = (entries: readonly ModEntry[]): string => entries.map(({ id, kind }) => `${id} ${kind}`).join(',');

function Editor({ stored }: { stored: readonly ServerMod[] }) {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const [draft, setDraft] = useState<readonly ModEntry[] | null>(null);
  const [preset, setPreset] = useState<{ html: string; report: PresetReport } | null>(null);
  const entries = draft ?? stored;
  const params = { path: { id: server.id } };
  const save = useChange({
    run: () => data(api.PUT('/api/servers/{id}/mods', { params, body: entries.map(({ id, kind }) => ({ mod_id: id, kind })) })),
    renews: [serverKey(server.id, 'mods'), serverKey(server.id, 'detail'), HOST_MODS_KEY],
    done: t(server.status === 'running' ? 'config.savedRunning' : 'mods.saved'),
    onDone: () => setDraft(null),
  });
  const compare = useChange({
    run: async (file: File) => {
      const html = await file.text();
      return { html, report: await data<PresetReport>(api.POST('/api/servers/{id}/mods/preset', { params, body: { html } })) };
    },
    renews: [],
    onDone: setPreset,
  });
  const readOnly = !rights.operate;
  return (
    <Stack gap="lg">
      <Panel
        title={t('mods.loaded', { count: entries.length })}
        padded={false}
        aside={
          <Group gap="xs">
            {!readOnly && <SavedLists entries={entries} onLoad={setDraft} />}
            {!readOnly && <FilePick size="xs" accept=".html,text/html" label={t('mods.importPreset')} icon={IconUpload} busy={compare.isPending} onPick={([file]) => file !== undefined && compare.mutate(file)} />}
            <Button component="a" href={`/api/servers/${server.id}/mods/preset.html`} download size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
              {t('mods.exportPreset')}
            </Button>
          </Group>
        }
      >
        {entries.length === 0 ? (
          <Empty icon={IconPuzzle} title={t('mods.empty')}>
            {t('mods.emptyText')}
          </Empty>
        ) : (
          <ModOrder entries={entries} readOnly={readOnly} onChange={setDraft} />
        )}
      </Panel>
      <HostMods chosen={new Set(entries.map(({ id }) => id))} onAdd={readOnly ? null : (mod) => setDraft([...entries, { ...mod, kind: 'client' }])} />
      <SaveBar shown={draft !== null && signature(draft) !== signature(stored)} text={t('mods.unsaved')} busy={save.isPending} onUndo={() => setDraft(null)} onSave={() => save.mutate()} />
      <PresetModal id={server.id} preset={preset} onClose={() => setPreset(null)} onApplied={() => setDraft(null)} />
    </Stack>
  );
}

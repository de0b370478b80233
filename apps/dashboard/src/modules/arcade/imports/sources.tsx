import { Anchor, Button, FileInput, Group, List, PasswordInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconFileZip, IconTrash, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, asForm, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Problem, QueryView } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { seriesQuery } from '../api.js';
import { peersQuery, type Peer } from '../operation/api.js';
import { foldersQuery } from './api.js';
import { ImportSteps } from './import-steps.js';

/** What openapi-fetch needs to leave a form alone. */
const multipart = (file: File) => ({ body: asForm({ file }) as never, bodySerializer: (form: unknown) => form as FormData });

/** A song table (CSV, JSON) or a snapshot of a network. */
export function FileSource() {
  const { t } = useTranslation('arcade');
  const [file, setFile] = useState<File | null>(null);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('imports.fileText')}
      </Text>
      <List size="sm" c="dimmed">
        <List.Item>{t('imports.fileCsv')}</List.Item>
        <List.Item>{t('imports.fileJson')}</List.Item>
        <List.Item>{t('imports.fileSnapshot')}</List.Item>
      </List>
      <FileInput label={t('imports.file')} placeholder={t('imports.choose')} accept=".csv,.json,.gz,text/csv,application/json,application/gzip" leftSection={<IconUpload size={18} aria-hidden />} clearable clearButtonProps={{ 'aria-label': t('imports.clear') }} value={file} onChange={setFile} />
      <ImportSteps
        key={file === null ? '' : `${file.name}${file.lastModified}${file.size}`}
        ready={file !== null}
        title={file?.name ?? ''}
        start={(dryRun) => (file === null ? Promise.reject(new Error('no file')) : body(api.POST('/api/arcade/imports/file', { params: { query: { dry_run: dryRun ? 'true' : 'false' } }, ...multipart(file) })))}
      />
    </Stack>
  );
}

const ADDRESS = /^(mysql|mariadb):\/\/\S+\/\S+$/;

/** The database of a BEMANI Utilities server. */
export function DatabaseSource() {
  const { t } = useTranslation(['arcade', 'common']);
  const [url, setUrl] = useState('');
  const wrong = url !== '' && !ADDRESS.test(url);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('imports.databaseText')}
      </Text>
      <PasswordInput
        label={t('imports.url')}
        description={<span translate="no">mysql://user:password@host/bemani</span>}
        error={wrong ? t('imports.urlRule') : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
        visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value.trim())}
      />
      <ImportSteps key={url} ready={ADDRESS.test(url)} title={t('imports.source.bemaniutils')} start={(dryRun) => body(api.POST('/api/arcade/imports', { body: { kind: 'bemaniutils', url, dry_run: dryRun } }))} />
    </Stack>
  );
}

/** A `savedata` folder of asphyxia: one that lies on the server, or a zip that is sent. */
export function FolderSource() {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const query = useQuery(foldersQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const folders = query.data ?? [];
  const folder = folders.find(({ name }) => name === chosen);
  const renew = () => client.invalidateQueries({ queryKey: foldersQuery.queryKey });
  const send = useMutation({
    mutationFn: (file: File) => body(api.POST('/api/arcade/imports/folders', multipart(file))),
    onSuccess: async ({ name }) => {
      await renew();
      setChosen(name);
    },
  });
  const remove = useMutation({
    mutationFn: (name: string) => api.DELETE('/api/arcade/imports/folders/{folder}', { params: { path: { folder: name } } }),
    onSuccess: () => notifyDone(t('imports.folderRemoved')),
    onError: notifyProblem,
    onSettled: async () => {
      setLeaving(false);
      setChosen(null);
      await renew();
    },
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('imports.folderText')}
      </Text>
      {send.isError && <Problem error={send.error} compact />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'start' }}>
        <FileInput label={t('imports.zip')} description={t('imports.zipHint')} placeholder={t('imports.choose')} accept=".zip,application/zip" leftSection={<IconFileZip size={18} aria-hidden />} disabled={send.isPending} value={null} onChange={(file) => file !== null && send.mutate(file)} />
        <Select label={t('imports.folder')} description={t('imports.folderHint')} placeholder={t(folders.length === 0 ? 'imports.noFolders' : 'imports.choose')} data={folders.map(({ name }) => name)} disabled={folders.length === 0} value={folder?.name ?? null} onChange={setChosen} translate="no" />
      </SimpleGrid>
      {folder?.uploaded === true && (
        <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => setLeaving(true)}>
          {t('imports.folderRemove')}
        </Button>
      )}
      <ImportSteps key={folder?.name ?? ''} ready={folder !== undefined} title={t('imports.source.asphyxia')} start={(dryRun) => body(api.POST('/api/arcade/imports', { body: { kind: 'asphyxia', folder: folder?.name ?? '', dry_run: dryRun } }))} />
      <Confirm opened={leaving} title={t('imports.folderAsk')} confirmLabel={t('imports.folderRemove')} busy={remove.isPending} onConfirm={() => folder !== undefined && remove.mutate(folder.name)} onClose={() => setLeaving(false)}>
        <span className="mono" translate="no">
          {folder?.name}
        </span>
        <Text mt="xs">{t('imports.folderAskText')}</Text>
      </Confirm>
    </Stack>
  );
}

/** The songs of another network, by BEMAPI. */
export function PeerSource({ peer }: { peer: number | undefined }) {
  const { t } = useTranslation('arcade');
  const query = useQuery(peersQuery);
  return (
    <QueryView
      query={query}
      isEmpty={(peers) => peers.length === 0}
      empty={
        <Text c="dimmed">
          {t('peers.noServers')}{' '}
          <Anchor renderRoot={(props) => <Link to="/arcade/operation/peers" {...props} />}>{t('peers.add')}</Anchor>
        </Text>
      }
    >
      {(peers) => <SongsOf peers={peers} first={peer} />}
    </QueryView>
  );
}

function SongsOf({ peers, first }: { peers: Peer[]; first: number | undefined }) {
  const { t } = useTranslation('arcade');
  const { data: all } = useQuery(seriesQuery);
  const music = (all ?? []).filter(({ federated }) => federated);
  const [peerId, setPeer] = useState(first ?? null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  const peer = peers.find(({ id }) => id === peerId) ?? peers[0];
  const series = music.find((one) => one.series === chosen) ?? music[0];
  const versions = series?.versions.toReversed() ?? [];
  const wanted = versions.find((one) => String(one.version) === version) ?? versions[0];
  const id = peer?.id ?? 0;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('peers.songsText')}
      </Text>
      <Group align="flex-end">
        <Select label={t('imports.peer')} allowDeselect={false} data={peers.map((one) => ({ value: String(one.id), label: one.uri }))} value={String(id)} onChange={(value) => setPeer(Number(value))} translate="no" />
        <Select label={t('settings.series')} allowDeselect={false} data={music.map((one) => ({ value: one.series, label: one.title }))} value={series?.series ?? null} onChange={setChosen} translate="no" />
        <Select label={t('series.version')} allowDeselect={false} data={versions.map((one) => ({ value: String(one.version), label: one.name }))} value={wanted === undefined ? null : String(wanted.version)} onChange={setVersion} translate="no" />
      </Group>
      <ImportSteps
        key={`${id}${series?.series}${wanted?.version}`}
        ready={wanted !== undefined}
        title={`${series?.title ?? ''} ${wanted?.name ?? ''}`}
        start={(dryRun) => body(api.POST('/api/arcade/federation/servers/{id}/songs', { params: { path: { id } }, body: { series: series?.series ?? '', version: wanted?.version ?? 0, dry_run: dryRun } }))}
      />
    </Stack>
  );
}

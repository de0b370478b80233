import { ActionIcon, Anchor, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFolderPlus, IconFolderSearch, IconPlus, IconRefresh, IconSearch, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';
import { useRights } from '../parts/rights.js';
import { STEAM_KEY } from '../steam/api.js';
import { WorkshopBox } from '../steam/workshop-box.js';
import { HOST_MODS_KEY, hostModsQuery, modName, type FoundMod, type HostMod } from './api.js';
import { ModFacts } from './mod-facts.js';

/** The mods of this host: added to the server, found on disk, forgotten. */
export function HostMods({ chosen, onAdd }: { chosen: ReadonlySet<number>; onAdd: ((mod: HostMod) => void) | null }) {
  const { t } = useTranslation('servers');
  const rights = useRights();
  const query = useQuery(hostModsQuery);
  const [term, setTerm] = useState('');
  const [adding, add] = useDisclosure();
  const [gone, setGone] = useState<HostMod | null>(null);
  const [found, setFound] = useState<FoundMod[] | null>(null);
  const renews = [HOST_MODS_KEY];
  const refresh = useChange({ run: () => data(api.POST('/api/mods/refresh')), renews, done: t('mods.refreshed') });
  const scan = useChange({ run: () => data<FoundMod[]>(api.POST('/api/mods/scan')), renews: [], onDone: setFound });
  const forget = useChange({ run: (mod: HostMod) => data(api.DELETE('/api/mods/{mid}', { params: { path: { mid: mod.id } } })), renews, done: t('mods.forgotten'), onDone: () => setGone(null) });
  const wanted = term.trim().toLocaleLowerCase();
  return (
    <Panel
      title={t('mods.onHost')}
      aside={
        rights.write && (
          <Group gap="xs">
            <Button size="xs" variant="default" leftSection={<IconFolderSearch size={16} aria-hidden />} loading={scan.isPending} onClick={() => scan.mutate()}>
              {t('mods.scan')}
            </Button>
            <Button size="xs" variant="default" leftSection={<IconFolderPlus size={16} aria-hidden />} onClick={add.open}>
              {t('mods.register')}
            </Button>
            <Tooltip label={t('mods.refresh')}>
              <ActionIcon variant="default" size={30} aria-label={t('mods.refresh')} loading={refresh.isPending} onClick={() => refresh.mutate()}>
                <IconRefresh size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        )
      }
    >
      <QueryView query={query} isEmpty={(mods) => mods.length === 0} empty={<Text c="dimmed">{t('mods.noneOnHost')}</Text>}>
        {(mods) => (
          <Stack gap="sm">
            {mods.length > 6 && <TextInput type="search" size="sm" maw={360} placeholder={t('mods.search')} aria-label={t('mods.search')} leftSection={<IconSearch size={18} aria-hidden />} value={term} onChange={(event) => setTerm(event.currentTarget.value)} />}
            <Stack gap={0} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {mods
                .filter((mod) => `${modName(mod)} ${mod.folder_name}`.toLocaleLowerCase().includes(wanted))
                .map((mod) => (
                  <Group key={mod.id} component="li" justify="space-between" py="xs" gap="sm" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
                    <ModFacts mod={mod} />
                    <Group gap={6} wrap="nowrap">
                      {onAdd !== null && (
                        <Button size="xs" variant="light" leftSection={<IconPlus size={16} aria-hidden />} disabled={chosen.has(mod.id)} onClick={() => onAdd(mod)} aria-label={t(chosen.has(mod.id) ? 'mods.addedNamed' : 'mods.addNamed', { name: modName(mod) })}>
                          {t(chosen.has(mod.id) ? 'mods.added' : 'mods.add')}
                        </Button>
                      )}
                      {rights.write && mod.used_by.length === 0 && !chosen.has(mod.id) && (
                        <Tooltip label={t('mods.forget')}>
                          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('mods.forgetNamed', { name: modName(mod) })} onClick={() => setGone(mod)}>
                            <IconTrash size={18} aria-hidden />
                          </ActionIcon>
                        </Tooltip>
                      )}
                    </Group>
                  </Group>
                ))}
            </Stack>
          </Stack>
        )}
      </QueryView>
      {rights.write && <Workshop />}
      <RegisterModal opened={adding} onClose={add.close} />
      <FoundModal found={found} onClose={() => setFound(null)} />
      <Confirm opened={gone !== null} title={t('mods.forgetTitle', { name: gone === null ? '' : modName(gone) })} confirmLabel={t('mods.forget')} busy={forget.isPending} onConfirm={() => gone !== null && forget.mutate(gone)} onClose={() => setGone(null)}>
        {t('mods.forgetText')}
      </Confirm>
    </Panel>
  );
}

interface Update {
  mod_id: number;
  update_available: boolean;
}

/** Mods by their workshop id, and newer versions of those that are here. */
function Workshop() {
  const { t } = useTranslation('servers');
  const [newer, setNewer] = useState<number | null>(null);
  const check = useChange({ run: () => data<Update[]>(api.POST('/api/mods/check-updates')), renews: [], onDone: (mods) => setNewer(mods.filter(({ update_available: available }) => available).length) });
  const update = useChange({ run: () => data(api.POST('/api/mods/update-all')), renews: [STEAM_KEY], done: t('steam.queued'), onDone: () => setNewer(null) });
  return (
    <Stack gap="sm" mt="md">
      <WorkshopBox label={t('mods.workshop')} download={(ids) => data(api.POST('/api/mods/workshop', { body: { workshop_ids: ids, validate: false } }))} />
      <Group gap="sm">
        <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t('mods.checkUpdates')}
        </Button>
        {newer !== null && <Text size="sm">{t('mods.updates', { count: newer })}</Text>}
        {newer !== null && newer > 0 && (
          <Button size="xs" loading={update.isPending} onClick={() => update.mutate()}>
            {t('mods.updateAll')}
          </Button>
        )}
        <Anchor component={Link} to="/servers/steam" size="sm">
          {t('steam.watch')}
        </Anchor>
      </Group>
    </Stack>
  );
}

const register = (folder: Pick<FoundMod, 'name' | 'folder_path'>) => data(api.POST('/api/mods', { body: { name: folder.name, folder_path: folder.folder_path, description: '' } }));

function RegisterModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const add = useChange({
    run: () => register({ name: name.trim(), folder_path: path.trim() }),
    renews: [HOST_MODS_KEY],
    done: t('mods.registered'),
    onDone: () => {
      setName('');
      setPath('');
      onClose();
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('mods.register')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Stack>
          <TextInput label={t('field.name')} required maxLength={128} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <TextInput label={t('mods.path')} description={t('mods.pathHint')} required classNames={{ input: 'mono' }} spellCheck={false} value={path} onChange={(event) => setPath(event.currentTarget.value)} />
          <FormFoot busy={add.isPending} label={t('mods.register')} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function FoundModal({ found, onClose }: { found: FoundMod[] | null; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const all = useChange({
    run: async (folders: FoundMod[]) => {
      for (const folder of folders) await register(folder);
    },
    renews: [HOST_MODS_KEY],
    done: t('mods.registered'),
    onDone: onClose,
  });
  return (
    <Dialog opened={found !== null} onClose={onClose} title={t('mods.found', { count: found?.length ?? 0 })}>
      <Stack>
        {found?.length === 0 && <Text c="dimmed">{t('mods.foundNone')}</Text>}
        {found?.map((folder) => (
          <div key={folder.folder_path}>
            <Text fw={600} translate="no">
              {folder.name}
            </Text>
            <span className="mono" translate="no">
              {folder.folder_path}
            </span>
          </div>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          {found !== null && found.length > 0 && (
            <Button loading={all.isPending} onClick={() => all.mutate(found)}>
              {t('mods.registerAll')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Button, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBrandSteam, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
import { HousePage } from '../house/house-page.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';
import { useRights } from '../parts/rights.js';
import { STEAM_KEY, steamJobsQuery } from './api.js';
import { SteamJobCard } from './steam-job-card.js';

/** Downloads from Steam: the game, mods, missions; one session at a time. */
export function SteamPage() {
  const { t } = useTranslation('servers');
  const rights = useRights();
  const query = useQuery(steamJobsQuery);
  const [installing, install] = useDisclosure();
  return (
    <HousePage
      tab="steam"
      title={t('steam.title')}
      lead={t('steam.lead')}
      actions={
        rights.write && (
          <Button leftSection={<IconDownload size={18} aria-hidden />} onClick={install.open}>
            {t('steam.install')}
          </Button>
        )
      }
    >
      <QueryView
        query={query}
        isEmpty={(jobs) => jobs.length === 0}
        empty={
          <Empty icon={IconBrandSteam} title={t('steam.empty')}>
            {t('steam.emptyText')}
          </Empty>
        }
      >
        {(jobs) => (
          <Stack gap="md">
            {jobs.map((job) => (
              <SteamJobCard key={job.job_id} job={job} />
            ))}
          </Stack>
        )}
      </QueryView>
      <InstallModal opened={installing} onClose={install.close} />
    </HousePage>
  );
}

function InstallModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const [folder, setFolder] = useState('');
  const [branch, setBranch] = useState('');
  const [validate, setValidate] = useState(false);
  const start = useChange({
    run: () => data(api.POST('/api/system/game-server/install', { body: { validate, ...(folder.trim() === '' ? {} : { install_dir: folder.trim() }), ...(branch.trim() === '' ? {} : { branch: branch.trim() }) } })),
    renews: [STEAM_KEY],
    done: t('steam.queued'),
    onDone: onClose,
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('steam.install')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('steam.installText')}
          </Text>
          <TextInput label={t('steam.folder')} description={t('steam.folderHint')} classNames={{ input: 'mono' }} spellCheck={false} value={folder} onChange={(event) => setFolder(event.currentTarget.value)} />
          <TextInput label={t('steam.branch')} description={t('steam.branchHint')} spellCheck={false} value={branch} onChange={(event) => setBranch(event.currentTarget.value)} />
          <Switch label={t('steam.validate')} description={t('steam.validateHint')} checked={validate} onChange={(event) => setValidate(event.currentTarget.checked)} />
          <FormFoot busy={start.isPending} label={t('steam.begin')} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

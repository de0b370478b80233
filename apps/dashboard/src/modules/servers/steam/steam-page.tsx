import { Anchor, Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBrandSteam, IconChevronLeft, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
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
    <Page
      title={t('steam.title')}
      lead={t('steam.lead')}
      above={
        <Anchor component={Link} to="/servers" size="sm" c="dimmed">
          <IconChevronLeft size={16} aria-hidden style={{ verticalAlign: '-3px' }} />
          {t('nav.servers')}
        </Anchor>
      }
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
    </Page>
  );
}

function InstallModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
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
    <Modal opened={opened} onClose={onClose} title={t('steam.install')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={start.isPending}>
              {t('steam.begin')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

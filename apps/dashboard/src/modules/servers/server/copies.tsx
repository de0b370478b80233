import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconTemplate } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import { TEMPLATES_KEY } from '../api/queries.js';
import type { ServerDetail } from '../api/types.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';

/** Another one like this: at once, or as a template for later. */
export function Copies({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const [cloning, clone] = useDisclosure();
  const [keeping, keep] = useDisclosure();
  return (
    <Panel title={t('copies.title')}>
      <Group justify="space-between" gap="md">
        <Text size="sm" c="dimmed" flex="1 1 260px">
          {t('copies.text')}
        </Text>
        <Group gap="xs">
          <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={clone.open}>
            {t('copies.clone')}
          </Button>
          <Button variant="default" leftSection={<IconTemplate size={18} aria-hidden />} onClick={keep.open}>
            {t('copies.template')}
          </Button>
        </Group>
      </Group>
      <CloneModal server={server} opened={cloning} onClose={clone.close} />
      <TemplateModal server={server} opened={keeping} onClose={keep.close} />
    </Panel>
  );
}

interface CopyProps {
  server: ServerDetail;
  opened: boolean;
  onClose: () => void;
}

function CloneModal({ server, opened, onClose }: CopyProps) {
  const { t } = useTranslation('servers');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [missions, setMissions] = useState(true);
  const [secrets, setSecrets] = useState(false);
  const clone = useChange({
    run: () => data<ServerDetail>(api.POST('/api/servers/{id}/clone', { params: { path: { id: server.id } }, body: { name: name.trim(), include_missions: missions, include_secrets: secrets } })),
    renews: [SERVERS_KEY],
    done: t('create.done', { name: name.trim() }),
    onDone: ({ id }) => {
      onClose();
      void navigate({ to: '/servers/$serverId', params: { serverId: id } });
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('copies.cloneTitle', { name: server.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          clone.mutate();
        }}
      >
        <Stack>
          <TextInput label={t('field.name')} required maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <Switch label={t('copies.missions')} checked={missions} onChange={(event) => setMissions(event.currentTarget.checked)} />
          <Switch label={t('copies.secrets')} description={t('copies.secretsHint')} checked={secrets} onChange={(event) => setSecrets(event.currentTarget.checked)} />
          <FormFoot busy={clone.isPending} label={t('copies.clone')} disabled={name.trim() === ''} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function TemplateModal({ server, opened, onClose }: CopyProps) {
  const { t } = useTranslation('servers');
  const [name, setName] = useState('');
  const keep = useChange({
    run: () => data(api.POST('/api/templates', { body: { name: name.trim(), from_server_id: server.id } })),
    renews: [TEMPLATES_KEY],
    done: t('copies.kept'),
    onDone: () => {
      setName('');
      onClose();
    },
  });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('copies.template')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t('copies.templateText')}
          </Text>
          <TextInput label={t('copies.templateName')} required maxLength={64} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <FormFoot busy={keep.isPending} disabled={name.trim() === ''} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

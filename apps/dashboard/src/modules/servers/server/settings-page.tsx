import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import type { PriorityName, ServerDetail } from '../api/types.js';
import { isResting } from '../parts/lifecycle.js';
import { useRights } from '../parts/rights.js';
import { Copies } from './copies.js';
import { useServer } from './use-server.js';

const PRIORITIES: readonly PriorityName[] = ['idle', 'low', 'normal', 'high'];
const MEMORY_POLICIES = ['restart', 'warn'] as const;

/** The server as a thing on this host: name, program, ports, what happens after a crash; and its end. */
export function SettingsPage() {
  const server = useServer();
  const house = useRights();
  return (
    <Stack gap="lg" maw={860}>
      <SettingsForm key={`${server.id} ${server.updated_at}`} server={server} />
      {house.write && <Copies server={server} />}
      <Danger server={server} />
    </Stack>
  );
}

function SettingsForm({ server }: { server: ServerDetail }) {
  const { t } = useTranslation(['servers', 'common']);
  const [problem, setProblem] = useState<unknown>(null);
  const memoryLimit: number | '' = server.memory_limit_mb ?? '';
  const form = useForm({
    initialValues: {
      name: server.name,
      description: server.description,
      tags: server.tags,
      exe_path: server.exe_path,
      game_port: server.game_port,
      rcon_port: server.rcon_port,
      auto_start: server.auto_start,
      auto_restart: server.auto_restart,
      max_restarts: server.max_restarts,
      restart_window_seconds: server.restart_window_seconds,
      restart_delay_seconds: server.restart_delay_seconds,
      priority: server.priority,
      memory_limit_mb: memoryLimit,
      memory_policy: server.memory_policy,
      cores: (server.cpu_affinity ?? []).join(', '),
    },
    validate: { cores: (value) => (/^\s*(\d{1,4}\s*(,\s*\d{1,4}\s*)*)?$/.test(value) ? null : t('settings.coresRule')) },
  });
  const save = useChange({
    run: ({ cores, memory_limit_mb: limit, ...values }: typeof form.values) => {
      const affinity = cores.split(',').map((core) => core.trim()).filter((core) => core !== '').map(Number);
      return data<ServerDetail>(api.PUT('/api/servers/{id}', { params: { path: { id: server.id } }, body: { ...values, memory_limit_mb: limit === '' ? null : limit, cpu_affinity: affinity.length === 0 ? null : affinity } }));
    },
    renews: [SERVERS_KEY],
    done: t('settings.saved'),
    onProblem: (error) => {
      const faults = error instanceof ApiProblem ? (error.code === 'NAME_TAKEN' ? { name: error.detail } : error.code === 'PORT_IN_USE' ? { game_port: error.detail } : error.fields) : {};
      form.setErrors(faults);
      setProblem(Object.keys(faults).length > 0 ? null : error);
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="lg">
        {problem !== null && <Problem error={problem} />}
        <Panel title={t('settings.identity')}>
          <Stack>
            <TextInput label={t('field.name')} required maxLength={64} {...form.getInputProps('name')} />
            <Textarea translate="no" label={t('field.description')} autosize minRows={1} maxLength={1000} {...form.getInputProps('description')} />
            <TagsInput label={t('field.tags')} wrapperProps={{ translate: 'no' }} maxTags={16} maxLength={32} {...form.getInputProps('tags')} />
          </Stack>
        </Panel>
        <Panel title={t('settings.process')}>
          <Stack>
            <Text size="sm" c="dimmed">
              {t('settings.nextStart')}
            </Text>
            <TextInput label={t('field.exePath')} classNames={{ input: 'mono' }} spellCheck={false} {...form.getInputProps('exe_path')} />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <NumberInput label={t('field.gamePort')} description={t('field.gamePortHint')} min={1024} max={65530} allowDecimal={false} {...form.getInputProps('game_port')} />
              <NumberInput label={t('field.rconPort')} description={t('field.rconPortHint')} min={1024} max={65535} allowDecimal={false} {...form.getInputProps('rcon_port')} />
              <Select label={t('settings.priority')} allowDeselect={false} data={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} {...form.getInputProps('priority')} />
              <TextInput label={t('settings.cores')} description={t('settings.coresHint')} {...form.getInputProps('cores')} />
            </SimpleGrid>
          </Stack>
        </Panel>
        <Panel title={t('settings.restarts')}>
          <Stack>
            <Switch label={t('field.autoStart')} description={t('field.autoStartHint')} {...form.getInputProps('auto_start', { type: 'checkbox' })} />
            <Switch label={t('field.autoRestart')} description={t('field.autoRestartHint')} {...form.getInputProps('auto_restart', { type: 'checkbox' })} />
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <NumberInput label={t('settings.maxRestarts')} min={0} max={100} allowDecimal={false} disabled={!form.values.auto_restart} {...form.getInputProps('max_restarts')} />
              <NumberInput label={t('settings.window')} min={60} max={86_400} allowDecimal={false} disabled={!form.values.auto_restart} {...form.getInputProps('restart_window_seconds')} />
              <NumberInput label={t('settings.delay')} min={1} max={3600} allowDecimal={false} disabled={!form.values.auto_restart} {...form.getInputProps('restart_delay_seconds')} />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <NumberInput label={t('settings.memoryLimit')} description={t('settings.memoryLimitHint')} min={256} max={1_048_576} allowDecimal={false} {...form.getInputProps('memory_limit_mb')} />
              <Select label={t('settings.memoryPolicy')} description={t('settings.memoryPolicyHint')} allowDeselect={false} disabled={form.values.memory_limit_mb === ''} data={MEMORY_POLICIES.map((value) => ({ value, label: t(`memoryPolicy.${value}`) }))} {...form.getInputProps('memory_policy')} />
            </SimpleGrid>
          </Stack>
        </Panel>
        <Group justify="flex-end">
          <Button variant="default" disabled={!form.isDirty()} onClick={() => form.reset()}>
            {t('settings.undo')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('common:action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Danger({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const [files, setFiles] = useState(false);
  const remove = useChange({
    run: () => data(api.DELETE('/api/servers/{id}', { params: { path: { id: server.id }, query: { delete_files: files ? '1' : '0' } } })),
    renews: [[...SERVERS_KEY, 'list']],
    done: t('delete.done', { name: server.name }),
    onDone: () => void navigate({ to: '/servers' }),
  });
  const resting = isResting(server.status);
  return (
    <Panel title={t('delete.title')}>
      <Group justify="space-between" gap="md">
        <Text size="sm" c="dimmed" flex="1 1 260px">
          {t(resting ? 'delete.hint' : 'delete.running')}
        </Text>
        <Button color="red" variant="light" leftSection={<IconTrash size={18} aria-hidden />} disabled={!resting} onClick={() => setAsked(true)}>
          {t('delete.button')}
        </Button>
      </Group>
      <Confirm opened={asked} title={t('delete.confirmTitle', { name: server.name })} confirmLabel={t('delete.button')} typeName={server.name} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        <Stack gap="sm">
          <Text>{t('delete.text')}</Text>
          <Switch label={t('delete.files')} description={t('delete.filesHint')} checked={files} onChange={(event) => setFiles(event.currentTarget.checked)} />
        </Stack>
      </Confirm>
    </Panel>
  );
}

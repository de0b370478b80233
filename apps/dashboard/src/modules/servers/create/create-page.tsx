import { Button, Group, NumberInput, PasswordInput, Select, SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFolderSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Page, Panel } from '../../../components/page.js';
import { ListSkeleton, Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import { suggestedPortsQuery, templatesQuery } from '../api/queries.js';
import type { PortPlan, ServerDetail } from '../api/types.js';
import { useRights } from '../parts/rights.js';

/** Makes a server. Ports are filled in with a free block; what the server refuses is shown at its field, all at once. */
export function CreatePage() {
  const { t } = useTranslation('servers');
  const mayCreate = useRights().write;
  const ports = useQuery({ ...suggestedPortsQuery, enabled: mayCreate });
  if (!mayCreate) return <Problem error={new ApiProblem(403, '', null)} />;
  return (
    <Page
      title={t('create.title')}
      lead={t('create.lead')}
      actions={
        <Button component={Link} to="/servers/import" variant="default" leftSection={<IconFolderSearch size={18} aria-hidden />}>
          {t('create.orImport')}
        </Button>
      }
    >
      {ports.isPending ? <ListSkeleton rows={5} height={64} /> : <CreateForm ports={ports.data ?? { game_port: 2302, rcon_port: 2310 }} />}
    </Page>
  );
}

/** Which field of the form a fault of the server belongs to. */
function faultsOf(problem: ApiProblem): Record<string, string> {
  if (problem.code === 'NAME_TAKEN') return { name: problem.detail };
  if (problem.code === 'PORT_IN_USE') return { game_port: problem.detail };
  return Object.fromEntries(Object.entries(problem.fields).map(([path, text]) => [path.replace(/^(config\.)?server\./, ''), text]));
}

function CreateForm({ ports }: { ports: PortPlan }) {
  const { t } = useTranslation(['servers', 'common']);
  const navigate = useNavigate();
  const client = useQueryClient();
  const templates = useQuery(templatesQuery).data ?? [];
  const [problem, setProblem] = useState<unknown>(null);
  const form = useForm({
    initialValues: { template: null as string | null, name: '', description: '', tags: [] as string[], hostname: '', password: '', max_players: '' as number | '', exe_path: '', ...ports, auto_start: false, auto_restart: true },
    validate: { name: (value) => (value.trim() === '' ? t('create.nameNeeded') : null) },
  });
  const create = useChange({
    run: (values: typeof form.values) => {
      const { hostname, password, max_players, exe_path, name, template, ...rest } = values;
      // What is not entered is left to the template, or to the defaults.
      const title = hostname.trim() === '' && template === null ? name.trim() : hostname.trim();
      const server = { ...(title === '' ? {} : { hostname: title }), ...(max_players === '' ? {} : { max_players }), ...(password === '' ? {} : { password }) };
      return data<ServerDetail>(api.POST('/api/servers', { body: { ...rest, name: name.trim(), ...(template === null ? {} : { template_id: Number(template) }), ...(exe_path.trim() === '' ? {} : { exe_path: exe_path.trim() }), config: { server } } }));
    },
    renews: [SERVERS_KEY],
    onProblem: (error) => {
      const faults = error instanceof ApiProblem ? faultsOf(error) : {};
      form.setErrors(faults);
      setProblem(Object.keys(faults).some((field) => field in form.values) ? null : error);
    },
    onDone: (server) => {
      client.setQueryData([...SERVERS_KEY, 'one', server.id, 'detail'], server);
      notifyDone(t('create.done', { name: server.name }));
      void navigate({ to: '/servers/$serverId', params: { serverId: server.id } });
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        setProblem(null);
        create.mutate(values);
      })}
    >
      <Stack gap="lg" maw={860}>
        {problem !== null && <Problem error={problem} />}
        <Panel title={t('create.whatPeopleSee')}>
          <Stack>
            {templates.length > 0 && (
              <Select
                label={t('create.template')}
                description={t('create.templateHint')}
                placeholder={t('create.noTemplate')}
                clearable
                clearButtonProps={{ 'aria-label': t('create.noTemplate') }}
                data={templates.map(({ id, name }) => ({ value: String(id), label: name }))}
                {...form.getInputProps('template')}
              />
            )}
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t('field.name')} description={t('create.nameHint')} required maxLength={64} data-autofocus {...form.getInputProps('name')} />
              <TextInput label={t('create.hostname')} description={t('create.hostnameHint')} maxLength={128} {...form.getInputProps('hostname')} />
              <NumberInput label={t('create.maxPlayers')} placeholder="64" min={1} max={256} allowDecimal={false} {...form.getInputProps('max_players')} />
              <PasswordInput label={t('create.password')} placeholder={t('create.passwordHint')} autoComplete="new-password" maxLength={64} visibilityToggleButtonProps={{ 'aria-label': t('create.showPassword') }} {...form.getInputProps('password')} />
            </SimpleGrid>
            <Textarea label={t('field.description')} autosize minRows={1} maxLength={1000} {...form.getInputProps('description')} />
            <TagsInput label={t('field.tags')} maxTags={16} maxLength={32} {...form.getInputProps('tags')} />
          </Stack>
        </Panel>
        <Panel title={t('create.whereItRuns')}>
          <Stack>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <NumberInput label={t('field.gamePort')} description={t('field.gamePortHint')} min={1024} max={65530} allowDecimal={false} {...form.getInputProps('game_port')} />
              <NumberInput label={t('field.rconPort')} description={t('field.rconPortHint')} min={1024} max={65535} allowDecimal={false} {...form.getInputProps('rcon_port')} />
            </SimpleGrid>
            <TextInput label={t('field.exePath')} description={t('field.exePathHint')} classNames={{ input: 'mono' }} spellCheck={false} {...form.getInputProps('exe_path')} />
            <Switch label={t('field.autoStart')} description={t('field.autoStartHint')} {...form.getInputProps('auto_start', { type: 'checkbox' })} />
            <Switch label={t('field.autoRestart')} description={t('field.autoRestartHint')} {...form.getInputProps('auto_restart', { type: 'checkbox' })} />
          </Stack>
        </Panel>
        <Group justify="flex-end">
          <Button component={Link} to="/servers" variant="default">
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Anchor, Button, Group, NumberInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconChevronLeft, IconFolderSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Page, Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import { useRights } from '../parts/rights.js';
import type { ImportReport } from './api.js';
import { ImportReportView } from './import-report.js';

/** Takes over a server that exists on this host: looked at first, changed never. */
export function ImportPage() {
  const { t } = useTranslation(['servers', 'common']);
  const navigate = useNavigate();
  const mayImport = useRights().write;
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const form = useForm({
    initialValues: { path: '', name: '', game_port: '' as number | '', rcon_port: '' as number | '', include_missions: true, include_mods: true, include_bans: true },
    validate: { path: (value) => (/^(\/|[A-Za-z]:[\\/])/.test(value.trim()) ? null : t('import.pathRule')) },
    onValuesChange: () => setReport(null),
  });
  const work = useChange({
    run: (dry: boolean) => {
      const { path, name, game_port, rcon_port, ...rest } = form.getValues();
      const body = { ...rest, path: path.trim(), dry_run: dry, ...(name.trim() === '' ? {} : { name: name.trim() }), ...(game_port === '' ? {} : { game_port }), ...(rcon_port === '' ? {} : { rcon_port }) };
      return data<ImportReport>(api.POST('/api/servers/import', { body }));
    },
    renews: [[...SERVERS_KEY, 'list']],
    onDone: (found) => {
      setProblem(null);
      if (found.server_id === null) setReport(found);
      else void navigate({ to: '/servers/$serverId', params: { serverId: found.server_id } });
    },
    onProblem: (error) => {
      form.setErrors(error instanceof ApiProblem ? error.fields : {});
      setProblem(error);
    },
  });
  if (!mayImport) return <Problem error={new ApiProblem(403, '', null)} />;
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      above={
        <Anchor component={Link} to="/servers/new" size="sm" c="dimmed">
          <IconChevronLeft size={16} aria-hidden style={{ verticalAlign: '-3px' }} />
          {t('create.title')}
        </Anchor>
      }
    >
      <Stack gap="lg" maw={960}>
        <Panel title={t('import.where')}>
          <form noValidate onSubmit={form.onSubmit(() => work.mutate(true))}>
            <Stack>
              <TextInput label={t('import.path')} description={t('import.pathHint')} required classNames={{ input: 'mono' }} spellCheck={false} data-autofocus {...form.getInputProps('path')} />
              <SimpleGrid cols={{ base: 1, sm: 3 }}>
                <TextInput label={t('field.name')} description={t('import.found')} maxLength={64} {...form.getInputProps('name')} />
                <NumberInput label={t('field.gamePort')} description={t('import.found')} min={1024} max={65530} allowDecimal={false} {...form.getInputProps('game_port')} />
                <NumberInput label={t('field.rconPort')} description={t('import.found')} min={1024} max={65535} allowDecimal={false} {...form.getInputProps('rcon_port')} />
              </SimpleGrid>
              <Group gap="lg">
                <Switch label={t('import.missions')} {...form.getInputProps('include_missions', { type: 'checkbox' })} />
                <Switch label={t('import.mods')} {...form.getInputProps('include_mods', { type: 'checkbox' })} />
                <Switch label={t('import.bans')} {...form.getInputProps('include_bans', { type: 'checkbox' })} />
              </Group>
              <Group justify="flex-end">
                <Button type="submit" variant={report === null ? 'filled' : 'default'} leftSection={<IconFolderSearch size={18} aria-hidden />} loading={work.isPending && report === null}>
                  {t('import.look')}
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        {problem !== null && <Problem error={problem} />}
        {report !== null && (
          <>
            <ImportReportView report={report} />
            <Group justify="flex-end">
              <Button loading={work.isPending} onClick={() => work.mutate(false)}>
                {t('import.take')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Page>
  );
}

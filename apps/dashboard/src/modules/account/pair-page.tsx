import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { Page, Panel } from '../../components/page.js';
import { Problem } from '../../components/states.js';
import { pendingDeviceQuery } from './api.js';
import { LIFETIMES } from './new-token-modal.js';
import { ScopePicker } from './scope-picker.js';

const route = getRouteApi('/app/pair/device');

/** Lets a device in that shows a code (library-api spec §5.2), or turns it away. */
export function PairPage() {
  const { t } = useTranslation('account');
  const { user_code: code } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t('device.title')} lead={t('device.lead')}>
      <div style={{ maxWidth: 640 }}>
        <Panel>{code === undefined ? <EnterCode onCode={(text) => void navigate({ search: { user_code: text } })} /> : <Decide code={code} onBack={() => void navigate({ search: {} })} />}</Panel>
      </div>
    </Page>
  );
}

function EnterCode({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation('account');
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t('device.code')} description={t('device.codeHint')} size="lg" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={32} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" disabled={text.trim() === ''}>
          {t('device.next')}
        </Button>
      </Stack>
    </form>
  );
}

function Decide({ code, onBack }: { code: string; onBack: () => void }) {
  const { t } = useTranslation('account');
  const query = useQuery(pendingDeviceQuery(code));
  const deny = useMutation({ mutationFn: () => api.POST('/api/auth/device/deny', { body: { user_code: code } }) });
  const approve = useMutation({
    mutationFn: ({ name, lifetime, scopes }: Choice) => body(api.POST('/api/auth/device/approve', { body: { user_code: code, device_name: name, expires_in: lifetime, approved_scopes: scopes } })),
  });
  const again = (
    <Button variant="default" onClick={onBack}>
      {t('device.another')}
    </Button>
  );
  if (approve.isSuccess || deny.isSuccess) {
    return (
      <Stack>
        <Alert color={approve.isSuccess ? 'felt' : 'amber'} variant="light" icon={approve.isSuccess ? <IconCircleCheck size={20} aria-hidden /> : <IconCircleX size={20} aria-hidden />} role="status">
          {t(approve.isSuccess ? 'device.approved' : 'device.denied')}
        </Alert>
        {again}
      </Stack>
    );
  }
  if (query.isError) {
    const unknown = query.error instanceof ApiProblem && [404, 410].includes(query.error.status);
    return (
      <Stack>
        {unknown ? (
          <Alert color="amber" variant="light" role="alert">
            {t('device.unknown')}
          </Alert>
        ) : (
          <Problem error={query.error} onRetry={() => void query.refetch()} />
        )}
        {again}
      </Stack>
    );
  }
  if (query.data === undefined) return null;
  return <Choose device={query.data} error={approve.error ?? deny.error} busy={approve.isPending || deny.isPending} onApprove={(choice) => approve.mutate(choice)} onDeny={() => deny.mutate()} />;
}

interface Choice {
  name: string;
  lifetime: string;
  scopes: string[];
}

interface ChooseProps {
  device: { name: string; client: string; platform: string | null; client_version: string | null; allowed_scopes: string[] };
  error: unknown;
  busy: boolean;
  onApprove: (choice: Choice) => void;
  onDeny: () => void;
}

function Choose({ device, error, busy, onApprove, onDeny }: ChooseProps) {
  const { t } = useTranslation('account');
  const form = useForm<Choice>({ initialValues: { name: device.name, lifetime: '1y', scopes: device.allowed_scopes }, validate: { scopes: (value) => (value.length === 0 ? t('token.scopesRule') : null) } });
  return (
    <form onSubmit={form.onSubmit(onApprove)}>
      <Stack>
        {error !== null && <Problem error={error} compact />}
        <Text>
          {t('device.asks')}{' '}
          <b translate="no">{[device.name, device.client, device.client_version, device.platform].filter((word) => word !== null && word !== '').join(' · ')}</b>
        </Text>
        <TextInput label={t('device.name')} maxLength={255} {...form.getInputProps('name')} />
        <Select label={t('token.lifetime')} allowDeselect={false} data={LIFETIMES.map((value) => ({ value, label: t(`lifetime.${value}`) }))} {...form.getInputProps('lifetime')} />
        <ScopePicker label={t('token.rights')} offered={new Set(device.allowed_scopes)} value={form.values.scopes} error={form.errors['scopes']} onChange={(scopes) => form.setFieldValue('scopes', scopes)} />
        <Group justify="flex-end">
          <Button variant="light" color="red" onClick={onDeny} loading={busy}>
            {t('device.deny')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('device.approve')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

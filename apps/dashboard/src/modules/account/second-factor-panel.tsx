import { Alert, Badge, Button, Code, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { CopyValue } from '../../components/copy.js';
import { Panel } from '../../components/page.js';
import { QrCode } from '../../components/qr-code.js';
import { Problem, QueryView } from '../../components/states.js';
import { secondFactorQuery } from './api.js';

/** The second factor of password sign-ins: an authenticator app, with recovery codes for the day the telephone is gone. */
export function SecondFactorPanel() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const query = useQuery(secondFactorQuery);
  const [codes, setCodes] = useState<string[] | null>(null);
  const settled = async (fresh: string[] | null) => {
    setCodes(fresh);
    await client.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
  };
  return (
    <Panel
      title={t('factor.title')}
      aside={
        query.data !== undefined && (
          <Badge variant="light" tt="none" color={query.data.enabled ? 'felt' : 'gray'}>
            {t(query.data.enabled ? 'factor.on' : 'factor.off')}
          </Badge>
        )
      }
    >
      <QueryView query={query}>
        {(data) => (
          <Stack>
            {codes !== null && <RecoveryCodes codes={codes} />}
            {data.enabled ? <Enabled left={data.recovery_codes_left} onChange={settled} /> : <Enrol onDone={settled} />}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation('account');
  return (
    <Alert color="amber" variant="light" icon={<IconShieldCheck size={20} aria-hidden />} title={t('factor.codesTitle')}>
      <Stack gap="xs">
        <Text size="sm">{t('factor.codesText')}</Text>
        <SimpleGrid cols={2} spacing={4}>
          {codes.map((code) => (
            <Code key={code} translate="no">
              {code}
            </Code>
          ))}
        </SimpleGrid>
        <CopyValue value={codes.join(' ')} name={t('factor.codes')} />
      </Stack>
    </Alert>
  );
}

function CodeForm({ label, button, onSubmit, busy, error }: { label: string; button: string; onSubmit: (code: string) => void; busy: boolean; error: unknown }) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(code.trim());
    setCode('');
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {error !== null && <Problem error={error} compact />}
        <Group align="flex-end" gap="xs">
          <TextInput flex={1} label={label} inputMode="numeric" autoComplete="one-time-code" required withAsterisk={false} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          <Button type="submit" loading={busy} disabled={code.trim() === ''}>
            {button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Enrol({ onDone }: { onDone: (codes: string[]) => Promise<void> }) {
  const { t } = useTranslation('account');
  const begin = useMutation({ mutationFn: () => body(api.POST('/api/users/me/second-factor/enrol')) });
  const confirm = useMutation({ mutationFn: (code: string) => body(api.POST('/api/users/me/second-factor/confirm', { body: { code } })), onSuccess: (answer) => onDone(answer.recovery_codes) });
  if (begin.data === undefined) {
    return (
      <>
        <Text c="dimmed" size="sm">
          {t('factor.text')}
        </Text>
        {begin.isError && <Problem error={begin.error} compact />}
        <Button variant="light" loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('factor.begin')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Text size="sm">{t('factor.scan')}</Text>
      <QrCode value={begin.data.uri} label={t('factor.qr')} />
      <Text size="sm" c="dimmed">
        {t('factor.secret')}
      </Text>
      <CopyValue value={begin.data.secret} name={t('factor.secretName')} />
      <CodeForm label={t('factor.code')} button={t('factor.confirm')} busy={confirm.isPending} error={confirm.error} onSubmit={(code) => confirm.mutate(code)} />
    </>
  );
}

function Enabled({ left, onChange }: { left: number; onChange: (codes: string[] | null) => Promise<void> }) {
  const { t } = useTranslation('account');
  const [wish, setWish] = useState<'renew' | 'off' | null>(null);
  const done = async (codes: string[] | null) => {
    setWish(null);
    await onChange(codes);
  };
  const renew = useMutation({ mutationFn: (code: string) => body(api.POST('/api/users/me/second-factor/recovery-codes', { body: { code } })), onSuccess: (answer) => done(answer.recovery_codes) });
  const off = useMutation({ mutationFn: (code: string) => api.DELETE('/api/users/me/second-factor', { body: { code } }), onSuccess: () => done(null) });
  const action = wish === 'renew' ? renew : off;
  return (
    <>
      <Text size="sm">{t('factor.left', { count: left })}</Text>
      {wish === null ? (
        <Group>
          <Button variant="default" onClick={() => setWish('renew')}>
            {t('factor.renew')}
          </Button>
          <Button variant="light" color="red" onClick={() => setWish('off')}>
            {t('factor.disable')}
          </Button>
        </Group>
      ) : (
        <CodeForm label={t('factor.code')} button={t(wish === 'renew' ? 'factor.renew' : 'factor.disable')} busy={action.isPending} error={action.error} onSubmit={(code) => action.mutate(code)} />
      )}
    </>
  );
}

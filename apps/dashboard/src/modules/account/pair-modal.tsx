import { Alert, Button, Center, Modal, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { QrCode } from '../../components/qr-code.js';
import { Problem } from '../../components/states.js';
import type { ClientToken } from './api.js';

/** A code for a companion app, as text and as QR code; it works once and for a minute (library-api spec §5.1). */
export function PairModal({ token, onClose }: { token: ClientToken | null; onClose: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Modal opened={token !== null} onClose={onClose} title={t('pairing.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {token !== null && <Pairing token={token} />}
    </Modal>
  );
}

/** True once the code was taken or has run out: its state is then unknown to the server. */
async function gone(code: string, signal: AbortSignal): Promise<boolean> {
  try {
    await api.GET('/api/client-tokens/pair/{code}/status', { params: { path: { code } }, signal });
    return false;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return true;
    throw error;
  }
}

function Pairing({ token }: { token: ClientToken }) {
  const { t } = useTranslation('account');
  const pair = useQuery({
    queryKey: ['pairing', token.id],
    queryFn: () => body(api.POST('/api/client-tokens/{id}/pair', { params: { path: { id: token.id } } })),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const code = pair.data?.code;
  const used = useQuery({ queryKey: ['pairing', 'status', code], queryFn: ({ signal }) => gone(code ?? '', signal), enabled: code !== undefined, refetchInterval: (query) => (query.state.data === true ? false : 2_000), gcTime: 0 });
  if (pair.isError) return <Problem error={pair.error} onRetry={() => void pair.refetch()} />;
  if (code === undefined) return null;
  const shown = `${code.slice(0, 4)}-${code.slice(4)}`;
  if (used.data === true) {
    return (
      <Stack>
        <Alert color="felt" variant="light" icon={<IconCircleCheck size={20} aria-hidden />} role="status">
          {t('pairing.gone')}
        </Alert>
        <Button variant="default" onClick={() => void pair.refetch()}>
          {t('pairing.again')}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <Text>{t('pairing.text')}</Text>
      <Center>
        <QrCode value={`${window.location.origin}/?code=${code}`} label={t('pairing.qr')} />
      </Center>
      <Text ta="center" fz={32} fw={700} ff="monospace" translate="no">
        {shown}
      </Text>
      <Text size="sm" c="dimmed" ta="center">
        {t('pairing.lasts', { count: pair.data?.expires_in ?? 60 })}
      </Text>
    </Stack>
  );
}

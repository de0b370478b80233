import { ActionIcon, Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus, IconQrcode, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { Confirm } from '../../components/confirm.js';
import { Panel } from '../../components/page.js';
import { Empty, QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { notifyProblem } from '../../shell/notify.js';
import { AccountPage } from './account-page.js';
import { tokensQuery, type ClientToken } from './api.js';
import { NewTokenModal } from './new-token-modal.js';
import { PairModal } from './pair-modal.js';
import { SecretModal } from './secret-modal.js';

/** Keys for programs and devices, each with rights of its own. */
export function TokensPage() {
  const { t } = useTranslation('account');
  const query = useQuery(tokensQuery);
  const [making, make] = useDisclosure();
  const [secret, setSecret] = useState<string | null>(null);
  const [paired, setPaired] = useState<ClientToken | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={make.open}>
      {t('token.add')}
    </Button>
  );
  return (
    <AccountPage title={t('nav.tokens')}>
      <Panel title={t('token.title')} aside={add}>
        <Text c="dimmed" size="sm" mb="sm">
          {t('token.text')}
        </Text>
        <QueryView query={query} isEmpty={(tokens) => tokens.length === 0} empty={<Empty icon={IconKey} title={t('token.none')} />}>
          {(tokens) => (
            <Stack gap={0}>
              {tokens.map((token) => (
                <Row key={token.id} token={token} onSecret={setSecret} onPair={setPaired} />
              ))}
            </Stack>
          )}
        </QueryView>
      </Panel>
      <NewTokenModal opened={making} onClose={make.close} onCreated={setSecret} />
      <SecretModal secret={secret} onClose={() => setSecret(null)} />
      <PairModal token={paired} onClose={() => setPaired(null)} />
    </AccountPage>
  );
}

function Row({ token, onSecret, onPair }: { token: ClientToken; onSecret: (secret: string) => void; onPair: (token: ClientToken) => void }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const [asked, setAsked] = useState<'renew' | 'remove' | null>(null);
  const settled = {
    onError: notifyProblem,
    onSettled: () => {
      setAsked(null);
      return client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  };
  const params = { params: { path: { id: token.id } } };
  const renew = useMutation({ mutationFn: () => body(api.PUT('/api/client-tokens/{id}/regenerate', params)), ...settled, onSuccess: (fresh) => onSecret(fresh.raw_token) });
  const remove = useMutation({ mutationFn: () => api.DELETE('/api/client-tokens/{id}', params), ...settled });
  return (
    <Group gap="sm" py="sm" style={{ borderTop: '1px solid var(--rumpus-border)' }}>
      <div style={{ flex: '1 1 220px', minWidth: 0 }}>
        <Text fw={600} translate="no">
          {token.name}
        </Text>
        <Group gap={8}>
          <Badge variant="default" tt="none">
            {t('token.scopes', { count: token.scopes.length })}
          </Badge>
          <Text size="xs" c="dimmed">
            {token.last_used_at === null ? t('token.unused') : <When at={token.last_used_at} relative />}
          </Text>
          <Text size="xs" c="dimmed">
            {token.expires_at === null ? t('token.forever') : t('token.until')} {token.expires_at !== null && <When at={token.expires_at} />}
          </Text>
        </Group>
      </div>
      <Group gap={4}>
        <Button size="compact-md" variant="default" leftSection={<IconQrcode size={18} aria-hidden />} onClick={() => onPair(token)} aria-label={t('token.pairNamed', { name: token.name })}>
          {t('token.pair')}
        </Button>
        <Tooltip label={t('token.renew')}>
          <ActionIcon variant="subtle" size={36} aria-label={t('token.renewNamed', { name: token.name })} onClick={() => setAsked('renew')}>
            <IconRefresh size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('token.remove')}>
          <ActionIcon variant="subtle" color="red" size={36} aria-label={t('token.removeNamed', { name: token.name })} onClick={() => setAsked('remove')}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Confirm
        opened={asked !== null}
        title={t(asked === 'renew' ? 'token.renewAsk' : 'token.removeAsk')}
        confirmLabel={t(asked === 'renew' ? 'token.renew' : 'token.remove')}
        busy={renew.isPending || remove.isPending}
        onConfirm={() => (asked === 'renew' ? renew.mutate() : remove.mutate())}
        onClose={() => setAsked(null)}
      >
        {t('token.loss')}
      </Confirm>
    </Group>
  );
}

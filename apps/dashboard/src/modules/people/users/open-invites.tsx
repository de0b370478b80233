import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { notifyProblem } from '../../../shell/notify.js';
import { invitesQuery } from '../api.js';

/** Invitations that nobody has used yet; each can be taken back. */
export function OpenInvites() {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const { data } = useQuery(invitesQuery);
  const revoke = useMutation({
    mutationFn: (id: number) => api.DELETE('/api/users/invites/{id}', { params: { path: { id } } }),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
  const invites = data?.items ?? [];
  if (invites.length === 0) return null;
  return (
    <Panel title={t('invite.open')}>
      <Stack gap={0}>
        {invites.map((invite) => (
          <Group key={invite.id} justify="space-between" py={8} style={{ borderTop: '1px solid var(--rumpus-border)' }}>
            <div>
              <Text size="sm" fw={600}>
                {t(invite.role.toLowerCase() === 'admin' ? 'common:role.admin' : 'common:role.user')}
                {invite.email !== null && <span translate="no"> · {invite.email}</span>}
              </Text>
              <Text size="xs" c="dimmed">
                {t('invite.until')} <When at={invite.expires_at} />
              </Text>
            </div>
            <Button size="compact-sm" variant="subtle" color="red" loading={revoke.isPending && revoke.variables === invite.id} onClick={() => revoke.mutate(invite.id)}>
              {t('invite.revoke')}
            </Button>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}

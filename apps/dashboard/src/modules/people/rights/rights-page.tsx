import { Alert, Anchor, MultiSelect, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, User } from '../../../api/types.js';
import { Page, Panel } from '../../../components/page.js';
import { SaveBar } from '../../../components/save-bar.js';
import { ListSkeleton, Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { groupsQuery, putPermissions, userPermissionsQuery, usersQuery, type PermissionChanges, type UserPermissions } from '../api.js';
import { ExtraScopes } from '../groups/extra-scopes.js';
import { HiddenThings } from './hidden-things.js';
import { ObjectGrants, type ObjectGrant } from './object-grants.js';
import { objectsQuery } from './objects.js';
import { OverrideMatrix } from './override-matrix.js';
import { sameThings, type Override } from './overrides.js';

const route = getRouteApi('/app/users/$userId');

/** Everything one person may do: group, changes against it, rights elsewhere, single objects, hidden things. */
export function RightsPage() {
  const { t } = useTranslation(['people', 'common']);
  const id = Number(route.useParams().userId);
  const users = useQuery(usersQuery);
  const groups = useQuery(groupsQuery);
  const user = users.data?.find((one) => one.id === id);
  const permissions = useQuery({ ...userPermissionsQuery(id), enabled: Number.isInteger(id) && id > 0 });
  const failed = [users, groups, permissions].find((query) => query.isError);
  const above = (
    <Anchor component={Link} to="/users" size="sm">
      {t('rightsPage.back')}
    </Anchor>
  );
  return (
    <Page title={user?.username ?? t('rights.title')} titleIsData={user !== undefined} above={above} lead={t('rightsPage.lead')}>
      {failed !== undefined && <Problem error={failed.error} onRetry={() => void failed.refetch()} />}
      {users.data !== undefined && user === undefined && (
        <Alert color="amber" variant="light" role="alert">
          {t('rightsPage.unknown')}
        </Alert>
      )}
      {user?.role === 'admin' && (
        <Alert color="felt" variant="light" icon={<IconShieldCheck size={20} aria-hidden />}>
          {t('rightsPage.admin')}
        </Alert>
      )}
      {user !== undefined && user.role !== 'admin' && failed === undefined && (permissions.data === undefined || groups.data === undefined ? <ListSkeleton /> : <Rights key={id} user={user} groups={groups.data} saved={permissions.data} />)}
    </Page>
  );
}

interface Values {
  group: string;
  overrides: Override[];
  extra: string[];
  objects: ObjectGrant[];
  servers: string[];
}

function valuesOf(saved: UserPermissions, groups: readonly Group[]): Values {
  return {
    group: String(saved.permission_group_id ?? groups.find((one) => one.is_default)?.id ?? ''),
    overrides: saved.overrides,
    extra: saved.extra_scopes,
    objects: saved.object_grants,
    servers: (saved.server_ids ?? []).map(String),
  };
}

/** Only what differs is sent, so that two administrators on different parts don't undo one another. */
function changesOf(from: Values, to: Values): PermissionChanges {
  return {
    ...(from.group === to.group ? {} : { set_group: true, permission_group_id: Number(to.group) }),
    ...(sameThings(from.overrides, to.overrides) ? {} : { overrides: to.overrides }),
    ...(sameWords(from.extra, to.extra) ? {} : { extra_scopes: to.extra as PermissionChanges['extra_scopes'] }),
    ...(sameThings(from.objects, to.objects) ? {} : { object_grants: to.objects as PermissionChanges['object_grants'] }),
    ...(sameWords(from.servers, to.servers) ? {} : { server_ids: to.servers.length === 0 ? null : to.servers.map(Number) }),
  };
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();

function Rights({ user, groups, saved }: { user: User; groups: Group[]; saved: UserPermissions }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const before = valuesOf(saved, groups);
  const [edited, setEdited] = useState<Values | null>(null);
  const values = edited ?? before;
  const set = (change: Partial<Values>) => setEdited({ ...values, ...change });
  const changes = changesOf(before, values);
  const save = useMutation({
    mutationFn: () => putPermissions(user.id, changes),
    onSuccess: async (answer) => {
      client.setQueryData(userPermissionsQuery(user.id).queryKey, answer);
      setEdited(null);
      notifyDone(t('rightsPage.saved'));
      await client.invalidateQueries({ queryKey: usersQuery.queryKey, exact: true });
    },
  });
  const servers = useQuery(objectsQuery('server'));
  const group = groups.find((one) => String(one.id) === values.group);
  return (
    <Stack gap="lg">
      {save.isError && <Problem error={save.error} compact />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="lg">
          <Panel title={t('users.group')}>
            <Select
              label={t('rightsPage.group')}
              description={t('rights.groupHint')}
              allowDeselect={false}
              data={groups.map((one) => ({ value: String(one.id), label: one.name }))}
              value={values.group}
              onChange={(id) => id !== null && set({ group: id })}
              translate="no"
            />
          </Panel>
          <Panel title={t('overrides.title')}>
            <Text size="sm" c="dimmed" mb="sm">
              {t('overrides.text')}
            </Text>
            <OverrideMatrix group={group?.grants ?? []} value={values.overrides} onChange={(overrides) => set({ overrides })} />
          </Panel>
        </Stack>
        <Stack gap="lg">
          <Panel title={t('rights.extra')}>
            <ExtraScopes value={values.extra} given={group?.extra_scopes ?? []} onChange={(extra) => set({ extra })} />
          </Panel>
          <Panel title={t('objects.title')}>
            <Text size="sm" c="dimmed" mb="sm">
              {t('objects.text')}
            </Text>
            <ObjectGrants value={values.objects} onChange={(objects) => set({ objects })} />
            {(values.servers.length > 0 || (servers.data ?? []).length > 0) && (
              <MultiSelect
                mt="md"
                label={t('objects.confined')}
                description={t('objects.confinedHint')}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('objects.confinedClear') }}
                data={[...(servers.data ?? []), ...values.servers.filter((id) => !(servers.data ?? []).some((one) => one.id === id)).map((id) => ({ id, name: t('objects.gone', { id }) }))].map(({ id, name }) => ({ value: id, label: name }))}
                value={values.servers}
                onChange={(ids) => set({ servers: ids })}
              />
            )}
          </Panel>
          <Panel title={t('hidden.title')}>
            <Text size="sm" c="dimmed" mb="sm">
              {t('hidden.text')}
            </Text>
            <HiddenThings value={saved.hidden} target={{ user_id: user.id }} queryKey={userPermissionsQuery(user.id).queryKey} />
          </Panel>
        </Stack>
      </SimpleGrid>
      <SaveBar dirty={Object.keys(changes).length > 0} busy={save.isPending} onSave={() => save.mutate()} onDiscard={() => setEdited(null)} />
    </Stack>
  );
}

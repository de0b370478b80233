import { Badge, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMailForward, IconPencil, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../../../api/session.js';
import type { User } from '../../../api/types.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Face } from '../../../components/face.js';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { groupsQuery, usersQuery } from '../api.js';
import { InviteModal } from './invite-modal.js';
import { NewUserModal } from './new-user-modal.js';
import { OpenInvites } from './open-invites.js';
import { UserDrawer } from './user-drawer.js';

/** Everybody who has an account. */
export function UsersPage() {
  const { t } = useTranslation('people');
  const query = useQuery(usersQuery);
  const mayWrite = useScopes().has('users.write');
  const [adding, add] = useDisclosure();
  const [inviting, invite] = useDisclosure();
  const [edited, setEdited] = useState<number | null>(null);
  const user = query.data?.find((one) => one.id === edited) ?? null;
  return (
    <Page
      title={t('nav.users')}
      lead={t('users.lead')}
      actions={
        mayWrite && (
          <>
            <Button variant="default" leftSection={<IconMailForward size={18} aria-hidden />} onClick={invite.open}>
              {t('invite.button')}
            </Button>
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={add.open}>
              {t('users.add')}
            </Button>
          </>
        )
      }
    >
      <QueryView query={query} isEmpty={(users) => users.length === 0} empty={<Empty icon={IconUsers} title={t('users.empty')} />}>
        {(users) => <UsersTable users={users} onEdit={mayWrite ? setEdited : null} />}
      </QueryView>
      {mayWrite && <OpenInvites />}
      <NewUserModal opened={adding} onClose={add.close} />
      <InviteModal opened={inviting} onClose={invite.close} />
      <UserDrawer user={user} onClose={() => setEdited(null)} />
    </Page>
  );
}

function UsersTable({ users, onEdit }: { users: User[]; onEdit: ((id: number) => void) | null }) {
  const columns = useColumns(onEdit);
  const { t } = useTranslation('people');
  return <DataTable rows={users} columns={columns} rowId={(user) => String(user.id)} label={t('nav.users')} sortBy={{ id: 'name' }} minWidth={640} />;
}

function useColumns(onEdit: ((id: number) => void) | null): Column<User>[] {
  const { t } = useTranslation(['people', 'common']);
  const mayRead = onEdit !== null;
  const { data: groups } = useQuery({ ...groupsQuery, enabled: mayRead });
  return useMemo(() => {
    const groupOf = (user: User) => groups?.find((group) => (user.permission_group_id === null ? group.is_default : group.id === user.permission_group_id));
    const columns: Column<User>[] = [
      {
        id: 'name',
        header: t('users.name'),
        value: (user) => user.username,
        fixed: true,
        render: (user) => (
          <Group gap="sm" wrap="nowrap">
            <Face name={user.username} />
            <div>
              <Text fw={600} size="sm" translate="no">
                {user.username}
              </Text>
              {user.email !== null && (
                <Text size="xs" c="dimmed" translate="no">
                  {user.email}
                </Text>
              )}
            </div>
          </Group>
        ),
      },
      {
        id: 'role',
        header: t('users.role'),
        value: (user) => user.role,
        render: (user) => (
          <Badge variant="light" tt="none" miw="max-content" color={user.role === 'admin' ? 'felt' : 'gray'}>
            {t(`common:role.${user.role}`)}
          </Badge>
        ),
      },
      { id: 'group', header: t('users.group'), value: (user) => groupOf(user)?.name ?? null, render: (user) => (user.role === 'admin' ? '–' : <span translate="no">{groupOf(user)?.name ?? '–'}</span>) },
      { id: 'active', header: t('users.active'), value: (user) => user.last_active, render: (user) => (user.last_active === null ? t('users.never') : <When at={user.last_active} relative />) },
      {
        id: 'state',
        header: t('users.state'),
        value: (user) => (user.enabled ? 0 : 1),
        render: (user) => (
          <Badge variant="light" tt="none" miw="max-content" color={user.enabled ? 'felt' : 'red'}>
            {t(user.enabled ? 'users.enabled' : 'users.disabled')}
          </Badge>
        ),
      },
    ];
    if (onEdit === null) return columns;
    const edit: Column<User> = {
      id: 'edit',
      header: t('users.actions'),
      fixed: true,
      render: (user) => (
        <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onEdit(user.id)} aria-label={t('users.editNamed', { name: user.username })}>
          {t('users.edit')}
        </Button>
      ),
    };
    return [...columns, edit];
  }, [t, groups, onEdit]);
}

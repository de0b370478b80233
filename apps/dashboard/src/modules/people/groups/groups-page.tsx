import { Badge, Button, Group as Row, SimpleGrid, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../api/types.js';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { groupsQuery } from '../api.js';
import { GroupDrawer } from './group-drawer.js';

/** Sets of rights that members share. */
export function GroupsPage() {
  const { t } = useTranslation('people');
  const query = useQuery(groupsQuery);
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const shown = edited === 'new' ? edited : (query.data?.find(({ id }) => id === edited) ?? null);
  return (
    <Page
      title={t('nav.roles')}
      lead={t('groups.lead')}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
          {t('groups.add')}
        </Button>
      }
    >
      <QueryView query={query} isEmpty={(groups) => groups.length === 0} empty={<Empty icon={IconUsersGroup} title={t('groups.empty')} />}>
        {(groups) => (
          <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
            {groups.map((group) => (
              <Card key={group.id} group={group} onEdit={() => setEdited(group.id)} />
            ))}
          </SimpleGrid>
        )}
      </QueryView>
      <GroupDrawer group={shown} onClose={() => setEdited(null)} />
    </Page>
  );
}

function Card({ group, onEdit }: { group: Group; onEdit: () => void }) {
  const { t } = useTranslation('people');
  return (
    <section className="panel" style={{ padding: 16, borderInlineStart: `4px solid ${group.color ?? 'var(--rumpus-border)'}` }} aria-labelledby={`group-${group.id}`}>
      <Row justify="space-between" wrap="nowrap">
        <Title order={2} size="h3" id={`group-${group.id}`} translate="no">
          {group.name}
        </Title>
        <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit} aria-label={t('groups.editNamed', { name: group.name })}>
          {t('users.edit')}
        </Button>
      </Row>
      {group.description !== '' && (
        <Text size="sm" c="dimmed" translate="no">
          {group.description}
        </Text>
      )}
      <Row gap="xs" mt="sm">
        <Badge variant="default" tt="none">
          {t('groups.members', { count: group.member_count })}
        </Badge>
        <Badge variant="default" tt="none">
          {t('groups.grants', { count: group.grants.length })}
        </Badge>
        {group.is_default && (
          <Badge variant="light" tt="none">
            {t('groups.default')}
          </Badge>
        )}
        {group.is_system && (
          <Badge variant="light" color="gray" tt="none">
            {t('groups.system')}
          </Badge>
        )}
      </Row>
    </section>
  );
}

import { Anchor, Badge, Button, Group, Menu, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { data, useChange } from '../api/data.js';
import { TEMPLATES_KEY, templatesQuery } from '../api/queries.js';
import type { Template } from '../api/types.js';
import { HousePage } from '../house/house-page.js';
import { ListRow } from '../parts/list-row.js';
import { MoreMenu } from '../parts/more-menu.js';
import { useRights } from '../parts/rights.js';
import { NewTemplateModal } from './new-template-modal.js';

/** What new servers can be made from. */
export function TemplatesPage() {
  const { t } = useTranslation('servers');
  const rights = useRights();
  const query = useQuery(templatesQuery);
  const [creating, setCreating] = useState(false);
  const create = rights.write && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      {t('templates.add')}
    </Button>
  );
  return (
    <HousePage tab="templates" title={t('templates.title')} lead={t('templates.lead')} actions={create}>
      <QueryView
        query={query}
        isEmpty={(templates) => templates.length === 0}
        empty={
          <Empty icon={IconTemplate} title={t('templates.empty')}>
            {t('templates.emptyText')}
          </Empty>
        }
      >
        {(templates) => (
          <Panel>
            {templates.map((template) => (
              <Row key={template.id} template={template} mayChange={rights.write} />
            ))}
          </Panel>
        )}
      </QueryView>
      <NewTemplateModal opened={creating} onClose={() => setCreating(false)} />
    </HousePage>
  );
}

const countFields = ({ config }: Template): number => Object.values(config).reduce((sum, section) => sum + Object.keys(section).length, 0);

function Row({ template, mayChange }: { template: Template; mayChange: boolean }) {
  const { t } = useTranslation('servers');
  const [asked, setAsked] = useState(false);
  const remove = useChange({ run: () => data(api.DELETE('/api/templates/{template_id}', { params: { path: { template_id: template.id } } })), renews: [TEMPLATES_KEY], done: t('templates.deleted'), onDone: () => setAsked(false) });
  const to = `/servers/templates/${template.id}`;
  return (
    <ListRow
      facts={
        <>
          <Anchor component={Link} to={to} fw={600} translate="no">
            {template.name}
          </Anchor>
          {template.description !== '' && (
            <Text size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
              {template.description}
            </Text>
          )}
          <Group gap={6} mt={4}>
            <Badge variant="default" tt="none">
              {t('templates.fields', { count: countFields(template) })}
            </Badge>
            <Badge variant="default" tt="none">
              {t('templates.mods', { count: template.mods.length })}
            </Badge>
            <Text size="sm" c="dimmed">
              {t('templates.changed')} <When at={template.updated_at} relative />
            </Text>
          </Group>
        </>
      }
    >
      {mayChange && (
        <MoreMenu name={template.name}>
          <Menu.Item component={Link} to={to} leftSection={<IconPencil size={18} aria-hidden />}>
            {t('templates.edit')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
            {t('templates.delete')}
          </Menu.Item>
        </MoreMenu>
      )}
      <Confirm opened={asked} title={t('webhooks.deleteTitle', { name: template.name })} confirmLabel={t('templates.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        {t('templates.deleteText')}
      </Confirm>
    </ListRow>
  );
}

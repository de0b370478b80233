import { Alert, Anchor, Badge, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { portsQuery } from '../api/queries.js';
import type { ReservedPort } from '../api/types.js';
import { HousePage } from '../house/house-page.js';
import { StatusBadge } from '../parts/status-badge.js';

/** Which server takes which ports on which host, and where two want the same. */
export function PortsPage() {
  const { t } = useTranslation('servers');
  const query = useQuery(portsQuery);
  return (
    <HousePage tab="ports" title={t('ports.title')} lead={t('ports.lead')}>
      <QueryView query={query} isEmpty={(ports) => ports.length === 0} empty={<Empty icon={IconPlugConnected} title={t('ports.empty')} />}>
        {(ports) => <Hosts ports={ports} />}
      </QueryView>
    </HousePage>
  );
}

function Hosts({ ports }: { ports: readonly ReservedPort[] }) {
  const { t } = useTranslation('servers');
  const columns = useColumns();
  const conflicts = ports.filter((port) => port.conflicts.length > 0);
  const hosts = [...new Map(ports.map(({ host_id: id, host_name: name }) => [id, name]))];
  return (
    <Stack gap="md">
      {conflicts.length > 0 && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} title={t('ports.conflicts', { count: conflicts.length })}>
          {t('ports.conflictsText')}
        </Alert>
      )}
      {hosts.map(([id, name]) => (
        <Panel key={id} title={name} titleIsData padded={false}>
          <DataTable bare rows={ports.filter((port) => port.host_id === id)} columns={columns} rowId={(port) => `${port.port} ${port.server_id}`} label={t('ports.of', { host: name })} sortBy={{ id: 'port' }} minWidth={620} pageSize={60} />
        </Panel>
      ))}
    </Stack>
  );
}

function useColumns(): Column<ReservedPort>[] {
  const { t } = useTranslation('servers');
  return [
    { id: 'port', header: t('ports.port'), fixed: true, value: ({ port }) => port, render: ({ port }) => <span className="mono">{port}</span> },
    { id: 'role', header: t('ports.role'), value: ({ role }) => t(`port.${role}`), render: ({ role }) => t(`port.${role}`) },
    {
      id: 'server',
      header: t('dossier.server'),
      fixed: true,
      value: ({ server_name: name }) => name,
      render: ({ server_id: id, server_name: name }) => (
        <Anchor component={Link} to={`/servers/${id}`} size="sm" translate="no">
          {name}
        </Anchor>
      ),
    },
    { id: 'status', header: t('ports.status'), value: ({ status }) => status, render: ({ status }) => <StatusBadge status={status} /> },
    { id: 'conflicts', header: t('ports.state'), value: ({ conflicts }) => -conflicts.length, render: (port) => <State port={port} /> },
  ];
}

function State({ port: { conflicts } }: { port: ReservedPort }) {
  const { t } = useTranslation('servers');
  if (conflicts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('ports.fine')}
      </Text>
    );
  }
  return (
    <Stack gap={4} align="flex-start">
      {conflicts.map(({ owner, server_id: id, server_name: name }) => (
        <Badge key={`${owner} ${id ?? ''}`} color="red" variant="light" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
          {owner === 'os' ? t('ports.byProgram') : name === null ? t('ports.byHidden') : t('ports.byServer', { name })}
        </Badge>
      ))}
    </Stack>
  );
}

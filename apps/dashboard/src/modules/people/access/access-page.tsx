import { Badge, Group, SegmentedControl, Text, TextInput, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../components/data-table.js';
import { browserOf } from '../../../components/browser-name.js';
import { Page } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { AccessTable } from './access-table.js';
import {
  allAppPasswordsQuery, allDevicesQuery, allSessionsQuery, allTokensQuery, endSession, removeDevice, revokeAppPassword, revokeToken,
  type OwnedAppPassword, type OwnedDevice, type OwnedSession, type OwnedToken,
} from './api.js';
import { TABS, type Tab } from './search.js';

const route = getRouteApi('/app/access');

/** Everybody's ways in: tokens, sessions, devices and app passwords, each with its owner and a way to take it away. */
export function AccessPage() {
  const { t } = useTranslation('people');
  const { tab = 'tokens', q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: { tab?: Tab; q?: string }) => void navigate({ search: { tab, q, ...change }, replace: true });
  const Part = PARTS[tab];
  return (
    <Page title={t('nav.access')} lead={t('access.lead')}>
      <Group gap="sm" justify="space-between">
        <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
          <SegmentedControl aria-label={t('access.tabs')} value={tab} onChange={(next) => set({ tab: next })} data={TABS.map((one) => ({ value: one, label: t(`access.tab.${one}`) }))} />
        </div>
        <TextInput
          flex="1 1 200px"
          maw={{ sm: 320 }}
          aria-label={t('access.search')}
          placeholder={t('access.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={100}
          value={q}
          onChange={(event) => set({ q: event.currentTarget.value })}
        />
      </Group>
      <Part filter={q} />
    </Page>
  );
}

const PARTS: Readonly<Record<Tab, (props: { filter: string }) => React.ReactNode>> = { tokens: Tokens, sessions: Sessions, devices: Devices, 'app-passwords': AppPasswords };

const name = (text: string | null) => <span translate="no">{text === null || text === '' ? '–' : text}</span>;

function Tokens({ filter }: { filter: string }) {
  const { t } = useTranslation('people');
  const query = useQuery(allTokensQuery);
  const now = query.dataUpdatedAt;
  const columns = useMemo(
    (): Column<OwnedToken>[] => [
      { id: 'name', header: t('access.name'), fixed: true, value: (row) => row.name, render: (row) => name(row.name) },
      {
        id: 'scopes',
        header: t('rights.title'),
        value: (row) => row.scopes.length,
        render: (row) => (
          <Tooltip label={row.scopes.join(', ')} multiline maw={360} events={{ hover: true, focus: true, touch: true }}>
            <Badge variant="default" tt="none" tabIndex={0}>
              {t('groups.grants', { count: row.scopes.length })}
            </Badge>
          </Tooltip>
        ),
      },
      { id: 'used', header: t('access.used'), value: (row) => row.last_used_at, render: (row) => (row.last_used_at === null ? t('users.never') : <When at={row.last_used_at} relative />) },
      { id: 'until', header: t('access.until'), value: (row) => row.expires_at, render: (row) => (row.expires_at === null ? t('access.forever') : <Until at={row.expires_at} now={now} />) },
      { id: 'made', header: t('access.made'), value: (row) => row.created_at, render: (row) => <When at={row.created_at} /> },
    ],
    [t, now],
  );
  return <AccessTable tab="tokens" query={query} filter={filter} columns={columns} name={(row) => row.name} words={(row) => row.scopes} rowId={(row) => String(row.id)} revoke={(row) => revokeToken(row.id)} />;
}

/** When something ends; said so when it has. */
function Until({ at, now }: { at: string; now: number }) {
  const { t } = useTranslation('people');
  const over = Date.parse(at) <= now;
  return (
    <>
      <When at={at} />
      {over && (
        <Badge ml={6} color="red" variant="light" tt="none">
          {t('access.over')}
        </Badge>
      )}
    </>
  );
}

function Sessions({ filter }: { filter: string }) {
  const { t } = useTranslation('people');
  const called = (row: OwnedSession) => browserOf(row.user_agent) ?? (row.user_agent === '' ? t('access.unknown') : row.user_agent.slice(0, 60));
  const columns = useMemo(
    (): Column<OwnedSession>[] => [
      {
        id: 'name',
        header: t('access.program'),
        fixed: true,
        render: (row) => (
          <Group gap={6}>
            <Text size="sm" translate="no">
              {browserOf(row.user_agent) ?? (row.user_agent === '' ? '–' : row.user_agent.slice(0, 60))}
            </Text>
            {row.current && (
              <Badge variant="light" tt="none">
                {t('access.current')}
              </Badge>
            )}
          </Group>
        ),
      },
      { id: 'kind', header: t('access.kind'), value: (row) => row.kind, render: (row) => t(row.kind === 'languard' ? 'access.api' : row.method === 'oidc' ? 'access.sso' : 'access.browser') },
      { id: 'ip', header: t('audit.from'), value: (row) => row.ip, render: (row) => name(row.ip) },
      { id: 'seen', header: t('users.active'), value: (row) => row.last_seen, render: (row) => <When at={row.last_seen} relative /> },
      { id: 'made', header: t('access.since'), value: (row) => row.created_at, render: (row) => <When at={row.created_at} /> },
    ],
    [t],
  );
  return <AccessTable tab="sessions" query={useQuery(allSessionsQuery)} filter={filter} columns={columns} name={called} words={(row) => [row.ip]} rowId={(row) => String(row.id)} revoke={(row) => endSession(row.id)} />;
}

function Devices({ filter }: { filter: string }) {
  const { t } = useTranslation('people');
  const columns = useMemo(
    (): Column<OwnedDevice>[] => [
      { id: 'name', header: t('access.name'), fixed: true, value: (row) => row.name, render: (row) => name(row.name) },
      { id: 'client', header: t('access.program'), value: (row) => row.client, render: (row) => name([row.client, row.client_version].filter((word) => word !== null).join(' ')) },
      { id: 'platform', header: t('access.platform'), value: (row) => row.platform, render: (row) => name(row.platform) },
      { id: 'seen', header: t('users.active'), value: (row) => row.last_seen, render: (row) => (row.last_seen === null ? t('users.never') : <When at={row.last_seen} relative />) },
      { id: 'made', header: t('access.since'), value: (row) => row.created_at, render: (row) => <When at={row.created_at} /> },
    ],
    [t],
  );
  return <AccessTable tab="devices" query={useQuery(allDevicesQuery)} filter={filter} columns={columns} name={(row) => row.name ?? t('access.unknown')} words={(row) => [row.client, row.platform]} rowId={(row) => row.id} revoke={(row) => removeDevice(row.id)} />;
}

function AppPasswords({ filter }: { filter: string }) {
  const { t } = useTranslation('people');
  const columns = useMemo(
    (): Column<OwnedAppPassword>[] => [
      { id: 'name', header: t('access.name'), fixed: true, value: (row) => row.name, render: (row) => name(row.name) },
      { id: 'used', header: t('access.used'), value: (row) => row.last_used_at, render: (row) => (row.last_used_at === null ? t('users.never') : <When at={row.last_used_at} relative />) },
      { id: 'made', header: t('access.made'), value: (row) => row.created_at, render: (row) => <When at={row.created_at} /> },
    ],
    [t],
  );
  return <AccessTable tab="app-passwords" query={useQuery(allAppPasswordsQuery)} filter={filter} columns={columns} name={(row) => row.name} words={() => []} rowId={(row) => String(row.id)} revoke={(row) => revokeAppPassword(row.id)} />;
}

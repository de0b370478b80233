import { Badge, Button, Drawer, Group, List, Stack, Switch, Table, Text, Textarea, Title } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { CopyValue } from '../../../components/copy.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import { dossierQuery, serversQuery } from '../api/queries.js';
import type { Dossier } from '../api/types.js';
import { useRights } from '../parts/rights.js';

/** What is known of one player: names, addresses, visits, and what staff noted. */
export function DossierDrawer({ guid, onClose }: { guid: string | null; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  return (
    <Drawer opened={guid !== null} onClose={onClose} position="right" size="lg" title={t('dossier.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {guid !== null && <Detail guid={guid} />}
    </Drawer>
  );
}

function Detail({ guid }: { guid: string }) {
  const query = useQuery({ ...dossierQuery(guid), staleTime: 5_000 });
  return <QueryView query={query}>{(dossier) => <Facts dossier={dossier} />}</QueryView>;
}

function Facts({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const lists = [
    [t('dossier.alsoKnownAs'), dossier.names.slice(1)],
    [t('dossier.addresses'), dossier.ips],
    [t('dossier.steam'), dossier.steam_ids],
    [t('dossier.servers'), dossier.servers],
  ] as const;
  return (
    <Stack>
      <Group gap="sm">
        <Title order={3} translate="no" style={{ overflowWrap: 'anywhere' }}>
          {dossier.names[0] ?? '–'}
        </Title>
        {dossier.watch && (
          <Badge color="amber" variant="light" tt="none" leftSection={<IconEye size={12} aria-hidden />}>
            {t('dossier.watched')}
          </Badge>
        )}
      </Group>
      <CopyValue value={dossier.guid} name={t('dossier.guid')} />
      <Text size="sm" c="dimmed">
        {t('dossier.total', { count: dossier.sessions.length, time: format.duration(dossier.total_seconds) })}
      </Text>
      {lists
        .filter(([, values]) => values.length > 0)
        .map(([label, values]) => (
          <div key={label}>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
              {values.join(', ')}
            </Text>
          </div>
        ))}
      <Notes dossier={dossier} />
      <Bans bans={dossier.bans} />
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('dossier.visits') } }}>
        <Table verticalSpacing={6} aria-label={t('dossier.visits')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('visits.joined')}</Table.Th>
              <Table.Th>{t('visits.stayed')}</Table.Th>
              <Table.Th>{t('dossier.server')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {dossier.sessions.slice(0, 50).map((visit) => (
              <Table.Tr key={visit.id}>
                <Table.Td>
                  <When at={visit.joined_at} />
                </Table.Td>
                <Table.Td>{visit.left_at === null ? t('visits.here') : format.duration(visit.duration_seconds)}</Table.Td>
                <Table.Td translate="no">{visit.server_name}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

/** Every ban there ever was, and where. */
function Bans({ bans }: { bans: Dossier['bans'] }) {
  const { t } = useTranslation('servers');
  const names = new Map((useQuery(serversQuery).data ?? []).map(({ id, name }) => [id, name]));
  if (bans.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('tabs.bans')}
      </Text>
      <List size="sm" listStyleType="none" aria-label={t('tabs.bans')}>
        {bans.map((ban) => (
          <List.Item key={ban.id}>
            <Group gap={6}>
              <When at={ban.created_at} />
              <span translate="no">{ban.reason === '' ? '–' : ban.reason}</span>
              <Badge variant="default" tt="none">
                {ban.server_id === null ? t('bans.everywhere') : (names.get(ban.server_id) ?? t('house.goneServer'))}
              </Badge>
              {ban.lifted_at !== null && (
                <Badge color="gray" variant="light" tt="none">
                  {t('banState.lifted')}
                </Badge>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function Notes({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation(['servers', 'common']);
  const [note, setNote] = useState(dossier.note);
  const [watch, setWatch] = useState(dossier.watch);
  const house = useRights();
  const save = useChange({
    run: () => data(api.PUT('/api/players/{guid}/notes', { params: { path: { guid: dossier.guid } }, body: { note, watch } })),
    renews: [[...SERVERS_KEY, 'dossier', dossier.guid], [...SERVERS_KEY, 'seen']],
    done: t('dossier.saved'),
  });
  if (!house.operate) return <ReadOnlyNote note={dossier.note} />;
  return (
    <Stack gap="xs">
      <Textarea label={t('dossier.note')} autosize minRows={2} maxRows={8} maxLength={10_000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <Group justify="space-between">
        <Switch label={t('dossier.watch')} checked={watch} onChange={(event) => setWatch(event.currentTarget.checked)} />
        <Button size="xs" variant="light" loading={save.isPending} disabled={note === dossier.note && watch === dossier.watch} onClick={() => save.mutate()}>
          {t('common:action.save')}
        </Button>
      </Group>
    </Stack>
  );
}

/** For those who run some servers only: a note is read on all of them, so it is not theirs to write. */
function ReadOnlyNote({ note }: { note: string }) {
  const { t } = useTranslation('servers');
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('dossier.note')}
      </Text>
      <Text size="sm" translate="no" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {note === '' ? '–' : note}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {t('dossier.noteNeedsAll')}
      </Text>
    </div>
  );
}

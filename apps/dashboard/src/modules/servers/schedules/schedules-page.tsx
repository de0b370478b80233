import { Badge, Button, Group, Menu, Stack, Switch, Text } from '@mantine/core';
import { IconCalendarTime, IconPencil, IconPlayerPlay, IconPlayerTrackNext, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { data, useChange } from '../api/data.js';
import { ListRow } from '../parts/list-row.js';
import { MoreMenu } from '../parts/more-menu.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { schedulesKey, schedulesQuery, type Schedule } from './api.js';
import { requestOf, timesOf, valuesOf } from './form-values.js';
import { RunsPanel } from './runs-panel.js';
import { ScheduleModal } from './schedule-modal.js';
import { useDays } from './use-days.js';

/** What the server does by itself, and when. */
export function SchedulesPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const query = useQuery({ ...schedulesQuery(server.id), refetchInterval: 30_000 });
  /** What is edited; undefined: nothing, null: a new one. */
  const [edited, setEdited] = useState<Schedule | null | undefined>(undefined);
  const create = rights.operate && (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited(null)}>
      {t('schedules.add')}
    </Button>
  );
  return (
    <Stack gap="lg">
      <Panel title={t('tabs.schedules')} aside={(query.data?.length ?? 0) > 0 && create}>
        <QueryView
          query={query}
          isEmpty={(schedules) => schedules.length === 0}
          empty={
            <Empty icon={IconCalendarTime} title={t('schedules.empty')} action={create}>
              {t('schedules.emptyText')}
            </Empty>
          }
        >
          {(schedules) => (
            <Stack gap={0}>
              {schedules.map((schedule) => (
                <Row key={schedule.id} schedule={schedule} onEdit={() => setEdited(schedule)} />
              ))}
            </Stack>
          )}
        </QueryView>
      </Panel>
      <RunsPanel id={server.id} />
      <ScheduleModal serverId={server.id} edited={edited} onClose={() => setEdited(undefined)} />
    </Stack>
  );
}

function Row({ schedule, onEdit }: { schedule: Schedule; onEdit: () => void }) {
  const { t } = useTranslation('servers');
  const rights = useRights(schedule.server_id);
  const rule = useRule();
  const [asked, setAsked] = useState<'run' | 'delete' | null>(null);
  const params = { path: { id: schedule.server_id, schedule_id: schedule.id } };
  const renews = [schedulesKey(schedule.server_id)];
  const close = () => setAsked(null);
  const toggle = useChange({ run: (enabled: boolean) => data(api.PUT('/api/servers/{id}/schedules/{schedule_id}', { params, body: { ...requestOf(valuesOf(schedule, schedule.timezone), schedule), enabled } })), renews });
  const skip = useChange({ run: (wanted: boolean) => data(api.POST('/api/servers/{id}/schedules/{schedule_id}/skip', { params, body: { skip: wanted } })), renews });
  const run = useChange({ run: () => data(api.POST('/api/servers/{id}/schedules/{schedule_id}/run', { params })), renews, done: t('schedules.begun'), onDone: close });
  const remove = useChange({ run: () => data(api.DELETE('/api/servers/{id}/schedules/{schedule_id}', { params })), renews, done: t('schedules.deleted'), onDone: close });
  const next = schedule.postponed_to ?? schedule.next_run_at;
  return (
    <ListRow
      facts={
        <>
          <Group gap={8}>
            <Text fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
              {schedule.name}
            </Text>
            <Badge variant="default" tt="none">
              {t(`scheduleAction.${schedule.action}`)}
            </Badge>
            {schedule.skip_next && (
              <Badge color="amber" variant="light" tt="none">
                {t('schedules.skipping')}
              </Badge>
            )}
            {schedule.postponed_to !== null && (
              <Badge color="amber" variant="light" tt="none">
                {t('schedules.postponed')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {rule(schedule)}
          </Text>
          <Text size="sm" c="dimmed">
            {next === null ? t(schedule.enabled ? 'schedules.afterStart' : 'schedules.off') : <NextRun at={next} />}
            {schedule.last_result !== null && schedule.last_run_at !== null && (
              <>
                {' · '}
                {t('schedules.last')} <When at={schedule.last_run_at} relative /> <span translate="no">({schedule.last_result})</span>
              </>
            )}
          </Text>
        </>
      }
    >
      {rights.operate && (
        <Group gap={6} wrap="nowrap">
          <Switch aria-label={t('schedules.enabledOf', { name: schedule.name })} checked={schedule.enabled} disabled={toggle.isPending} onChange={(event) => toggle.mutate(event.currentTarget.checked)} />
          <MoreMenu name={schedule.name}>
            <Menu.Item leftSection={<IconPencil size={18} aria-hidden />} onClick={onEdit}>
              {t('schedules.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerPlay size={18} aria-hidden />} onClick={() => setAsked('run')}>
              {t('schedules.runNow')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerTrackNext size={18} aria-hidden />} onClick={() => skip.mutate(!schedule.skip_next)}>
              {t(schedule.skip_next ? 'schedules.dontSkip' : 'schedules.skip')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked('delete')}>
              {t('schedules.delete')}
            </Menu.Item>
          </MoreMenu>
        </Group>
      )}
      <Confirm opened={asked === 'run'} title={t('schedules.runTitle', { name: schedule.name })} confirmLabel={t('schedules.runNow')} busy={run.isPending} onConfirm={() => run.mutate()} onClose={close}>
        {t('schedules.runText')}
      </Confirm>
      <Confirm opened={asked === 'delete'} title={t('schedules.deleteTitle', { name: schedule.name })} confirmLabel={t('schedules.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={close}>
        {t('schedules.deleteText')}
      </Confirm>
    </ListRow>
  );
}

function NextRun({ at }: { at: string }) {
  const { t } = useTranslation('servers');
  return (
    <>
      {t('schedules.next')} <When at={at} />
    </>
  );
}

/** When a schedule runs, in words. */
function useRule(): (schedule: Schedule) => string {
  const { t } = useTranslation('servers');
  const days = useDays();
  return ({ cron, every_hours: hours, timezone }) => {
    if (cron === null) return t('rule.hours', { count: hours ?? 0 });
    const times = timesOf(cron);
    if (times === null) return t('rule.cron', { cron, zone: timezone });
    return times.days.length === 0 ? t('rule.daily', { time: times.time, zone: timezone }) : t('rule.weekly', { time: times.time, days: days.filter(({ value }) => times.days.includes(value)).map(({ label }) => label).join(', '), zone: timezone });
  };
}

import { Anchor, Group, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import type { Activity } from '../api.js';
import classes from './home.module.css';

/** A machine that was heard in this time counts as playing; the server says the same of its games. */
const PLAYING_MS = 15 * 60_000;
const RECENT_MINUTES = 5;

/** How busy the network is: machines, calls a minute, calls nobody could answer; an hour as bars. `now` is when the server was asked, epoch milliseconds. */
export function CallsPanel({ activity, now }: { activity: Activity; now: number }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { minutes, machines } = activity;
  const hour = minutes.reduce((sum, minute) => sum + minute.calls, 0);
  const failed = minutes.reduce((sum, minute) => sum + minute.failed, 0);
  const recent = minutes.slice(-RECENT_MINUTES);
  const rate = recent.reduce((sum, minute) => sum + minute.calls, 0) / RECENT_MINUTES;
  const playing = machines.filter((machine) => now - Date.parse(machine.last_call) < PLAYING_MS).length;
  return (
    <Panel>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        <Figure label={t('calls.machines')} value={format.number(playing)} />
        <Figure label={t('calls.rate')} value={format.number(Math.round(rate * 10) / 10)} />
        <Figure label={t('calls.hour')} value={format.number(hour)} />
        <Figure label={t('calls.failed')} value={format.number(failed)} alarm={failed > 0}>
          <Anchor size="xs" renderRoot={(props) => <Link to="/arcade/operation/calls" {...props} />}>
            {t('calls.which')}
          </Anchor>
        </Figure>
      </SimpleGrid>
      <Bars minutes={minutes} label={t('calls.chart', { calls: format.number(hour), failed: format.number(failed) })} />
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed">
          {t('calls.since')} <When at={activity.since} relative />
        </Text>
        <Text size="xs" c="dimmed">
          {t('calls.now')}
        </Text>
      </Group>
    </Panel>
  );
}

function Figure({ label, value, alarm = false, children }: { label: string; value: string; alarm?: boolean; children?: ReactNode }) {
  return (
    <div>
      <Text fz={26} fw={700} lh={1.1} {...(alarm ? { c: 'var(--mantine-color-error)' } : {})}>
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {children}
    </div>
  );
}

/** A bar a minute; the part nobody could answer stands on top in another colour. */
function Bars({ minutes, label }: { minutes: Activity['minutes']; label: string }) {
  const format = useFormat();
  const most = Math.max(1, ...minutes.map(({ calls }) => calls));
  return (
    <div className={classes.bars} role="img" aria-label={label}>
      {minutes.map((minute) => (
        <div key={minute.at} className={classes.bar} translate="no" title={`${format.dateTime(minute.at)}: ${format.number(minute.calls)}`}>
          <div className={classes.failed} style={{ height: `${(minute.failed / most) * 100}%` }} />
          <div className={classes.answered} style={{ height: `${((minute.calls - minute.failed) / most) * 100}%` }} />
        </div>
      ))}
    </div>
  );
}

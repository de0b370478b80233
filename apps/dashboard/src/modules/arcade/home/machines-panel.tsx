import { Badge, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import type { Activity } from '../api.js';
import { Line, Lines } from '../parts/lines.js';

const SHOWN = 12;

/** Machines that have called since the start, last heard first. */
export function MachinesPanel({ activity }: { activity: Activity }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { machines } = activity;
  return (
    <Panel title={t('seen.title')}>
      {machines.length === 0 ? (
        <Text c="dimmed">{t('seen.none')}</Text>
      ) : (
        <Lines>
          {machines.slice(0, SHOWN).map((machine) => (
            <Line key={machine.pcbid} align="flex-start">
              <div>
                <Text fw={600} size="sm" translate="no">
                  {machine.name === '' ? machine.pcbid : machine.name}
                </Text>
                <Text size="xs" c="dimmed" className="mono" translate="no">
                  {machine.pcbid}
                </Text>
                <Text size="xs" c="dimmed" translate="no">
                  {[machine.game ?? machine.model, machine.arcade, machine.address].filter((text) => text !== null && text !== '').join(' · ')}
                </Text>
              </div>
              <Stack gap={4} align="flex-end" style={{ flex: 'none' }}>
                <Text size="xs" c="dimmed">
                  <When at={machine.last_call} relative />
                </Text>
                <Text size="xs" c="dimmed">
                  {t('seen.calls', { count: machine.calls, formatted: format.number(machine.calls) })}
                </Text>
                {machine.failed > 0 && (
                  <Badge size="sm" variant="light" color="amber" tt="none">
                    {t('seen.failed', { count: machine.failed })}
                  </Badge>
                )}
              </Stack>
            </Line>
          ))}
          {machines.length > SHOWN && (
            <Text size="sm" c="dimmed" mt="xs">
              {t('seen.more', { count: machines.length - SHOWN })}
            </Text>
          )}
        </Lines>
      )}
    </Panel>
  );
}

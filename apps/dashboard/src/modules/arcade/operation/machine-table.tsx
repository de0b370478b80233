import { Badge, Button, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { When } from '../../../components/when.js';
import { activityQuery, seriesQuery } from '../api.js';
import { arcadesQuery, type Machine } from './api.js';

interface MachineTableProps {
  machines: Machine[];
  label: string;
  /** Shows where each machine stands. */
  withArcade?: boolean;
  /** Machines it is false for are somebody else's to change. */
  mayEdit: (machine: Machine) => boolean;
  onEdit: (machine: Machine) => void;
}

/** Machines with what is set of them and when they called last. */
export function MachineTable({ machines, label, withArcade = false, mayEdit, onEdit }: MachineTableProps) {
  const { t } = useTranslation('arcade');
  const { data: arcades } = useQuery(arcadesQuery);
  const { data: activity } = useQuery(activityQuery);
  const { data: series } = useQuery(seriesQuery);
  const columns = useMemo((): Column<Machine>[] => {
    const seenOf = (machine: Machine) => activity?.machines.find((seen) => seen.pcbid === machine.pcbid);
    const arcadeOf = (machine: Machine) => arcades?.find((arcade) => arcade.id === machine.arcade_id)?.name ?? null;
    const name: Column<Machine> = {
      id: 'name',
      header: t('machines.name'),
      fixed: true,
      value: (machine) => machine.name,
      render: (machine) => (
        <div>
          <Text fw={600} size="sm" translate="no">
            {machine.name}
          </Text>
          <CopyValue value={machine.pcbid} name={t('machines.pcbidOf', { name: machine.name })} />
          {machine.description !== '' && (
            <Text size="xs" c="dimmed" translate="no">
              {machine.description}
            </Text>
          )}
        </div>
      ),
    };
    const arcade: Column<Machine> = { id: 'arcade', header: t('machines.arcade'), value: arcadeOf, render: (machine) => (arcadeOf(machine) === null ? <Text span size="sm" c="dimmed">{t('machines.noArcade')}</Text> : <span translate="no">{arcadeOf(machine)}</span>) };
    const rest: Column<Machine>[] = [
      { id: 'port', header: t('machines.port'), value: (machine) => machine.port, render: (machine) => <span translate="no">{machine.port}</span> },
      {
        id: 'pin',
        header: t('machines.pinned'),
        value: (machine) => machine.game,
        render: (machine) =>
          machine.game === null ? (
            <Text span size="sm" c="dimmed">
              {t('machines.anyGame')}
            </Text>
          ) : (
            <Badge variant="light" tt="none" color="gray" translate="no">
              {pinText(series, machine)}
            </Badge>
          ),
      },
      {
        id: 'seen',
        header: t('machines.seen'),
        value: (machine) => seenOf(machine)?.last_call ?? null,
        render: (machine) => {
          const seen = seenOf(machine);
          return seen === undefined ? (
            <Text span size="sm" c="dimmed">
              {t('machines.notSeen')}
            </Text>
          ) : (
            <div>
              <Text size="sm">
                <When at={seen.last_call} relative />
              </Text>
              <Text size="xs" c="dimmed" translate="no">
                {seen.game ?? seen.model}
              </Text>
            </div>
          );
        },
      },
      {
        id: 'edit',
        header: t('machines.actions'),
        fixed: true,
        render: (machine) =>
          mayEdit(machine) && (
            <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onEdit(machine)} aria-label={t('machines.editNamed', { name: machine.name, pcbid: machine.pcbid })}>
              {t('machines.edit')}
            </Button>
          ),
      },
    ];
    return withArcade ? [name, arcade, ...rest] : [name, ...rest];
  }, [t, arcades, activity, series, withArcade, mayEdit, onEdit]);
  return <DataTable rows={machines} columns={columns} rowId={(machine) => String(machine.id)} label={label} sortBy={{ id: 'name' }} minWidth={720} pageSize={100} />;
}

/** `pnm 24`, or `pnm ≤ 24` where older versions are let in too. */
function pinText(series: readonly { series: string; title: string }[] | undefined, machine: Machine): string {
  const title = series?.find((one) => one.series === machine.game)?.title ?? machine.game ?? '';
  const version = machine.pinned_version ?? 0;
  return version === 0 ? title : version > 0 ? `${title} ${version}` : `${title} ≤ ${-version}`;
}

import { Button, Group, Text } from '@mantine/core';
import { IconDeviceGamepad3, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Empty, QueryView } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE, useAccess } from '../api.js';
import { arcadeMachinesQuery, type Arcade, type Machine } from './api.js';
import { MachineDrawer } from './machine-drawer.js';
import { MachineTable } from './machine-table.js';

const always = () => true;
/** An owner leaves alone what the network has pinned to a game. */
const unpinned = (machine: Machine) => machine.game === null;

/** The machines that stand in an arcade, and PCBIDs for new ones. */
export function ArcadeMachines({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const network = useAccess()?.network === true;
  const query = useQuery(arcadeMachinesQuery(arcade.id));
  const [edited, setEdited] = useState<Machine | null>(null);
  const grant = useMutation({
    mutationFn: () => body(api.POST('/api/arcade/arcades/{id}/machines', { params: { path: { id: arcade.id } } })),
    onSuccess: async (machine) => {
      notifyDone(t('machines.made', { pcbid: machine.pcbid }));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: notifyProblem,
  });
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} loading={grant.isPending} onClick={() => grant.mutate()}>
      {t('machines.grant')}
    </Button>
  );
  return (
    <>
      <QueryView
        query={query}
        isEmpty={(machines) => machines.length === 0}
        empty={
          <Empty icon={IconDeviceGamepad3} title={t('machines.emptyArcade')} action={button}>
            {t('machines.emptyArcadeText')}
          </Empty>
        }
      >
        {(machines) => (
          <>
            <Group justify="space-between">
              <Text size="sm" c="dimmed" flex="1 1 300px">
                {t('machines.grantHint')}
              </Text>
              {button}
            </Group>
            <MachineTable machines={machines} label={t('operation.title.machines')} mayEdit={network ? always : unpinned} onEdit={setEdited} />
          </>
        )}
      </QueryView>
      <MachineDrawer machine={edited} {...(network ? {} : { arcade: arcade.id })} onClose={() => setEdited(null)} />
    </>
  );
}

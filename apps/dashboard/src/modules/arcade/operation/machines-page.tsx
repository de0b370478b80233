import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconDeviceGamepad3, IconPlus, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Empty, Problem, QueryView } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { ARCADE, useAccess } from '../api.js';
import { SearchField } from '../parts/search-field.js';
import { arcadesQuery, machinesQuery, type Machine } from './api.js';
import { MachineDrawer } from './machine-drawer.js';
import { MachineTable } from './machine-table.js';
import { OperationPage } from './operation-page.js';

const always = () => true;

/** Every machine of the network. */
export function MachinesPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const query = useQuery({ ...machinesQuery, enabled: network });
  const [term, setTerm] = useState('');
  const [edited, setEdited] = useState<Machine | null>(null);
  const [adding, { open, close }] = useDisclosure();
  const wanted = term.toLocaleLowerCase();
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      {t('machines.add')}
    </Button>
  );
  return (
    <OperationPage tab="machines" lead={t('machines.lead')} actions={button}>
      <QueryView
        query={query}
        isEmpty={(machines) => machines.length === 0}
        empty={
          <Empty icon={IconDeviceGamepad3} title={t('machines.empty')} action={button}>
            {t('machines.emptyText')}
          </Empty>
        }
      >
        {(machines) => {
          const shown = machines.filter((machine) => `${machine.name} ${machine.pcbid} ${machine.description}`.toLocaleLowerCase().includes(wanted));
          return (
            <>
              <Group>
                <SearchField label={t('machines.search')} value={term} onChange={setTerm} />
              </Group>
              {shown.length === 0 ? <Empty icon={IconSearch} title={t('machines.noHits')} /> : <MachineTable machines={shown} label={t('operation.title.machines')} withArcade mayEdit={always} onEdit={setEdited} />}
            </>
          );
        }}
      </QueryView>
      <NewMachine opened={adding} onClose={close} />
      <MachineDrawer machine={edited} onClose={() => setEdited(null)} />
    </OperationPage>
  );
}

function NewMachine({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const { data: arcades } = useQuery(arcadesQuery);
  const form = useForm({ initialValues: { pcbid: '', arcade: '' }, validate: { pcbid: (value) => (/^([0-9A-Fa-f]{20})?$/.test(value.trim()) ? null : t('machines.pcbidRule')) } });
  const add = useMutation({
    mutationFn: ({ pcbid, arcade }: typeof form.values) => body(api.POST('/api/arcade/machines', { body: { ...(pcbid.trim() === '' ? {} : { pcbid: pcbid.trim() }), ...(arcade === '' ? {} : { arcade_id: Number(arcade) }) } })),
    onSuccess: async (machine) => {
      form.reset();
      onClose();
      notifyDone(t('machines.made', { pcbid: machine.pcbid }));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 409) form.setFieldError('pcbid', t('machines.pcbidTaken'));
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('machines.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <Stack>
          {add.isError && form.errors['pcbid'] === undefined && <Problem error={add.error} compact />}
          <TextInput data-autofocus label={t('machines.pcbid')} description={t('machines.pcbidHint')} maxLength={20} autoComplete="off" spellCheck={false} {...form.getInputProps('pcbid')} />
          <Select label={t('machines.arcade')} allowDeselect={false} data={[{ value: '', label: t('machines.noArcade') }, ...(arcades ?? []).map((one) => ({ value: String(one.id), label: one.name }))]} {...form.getInputProps('arcade')} />
          <Button type="submit" loading={add.isPending}>
            {t('machines.addSubmit')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

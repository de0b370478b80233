import { Button, Divider, Drawer, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Confirm } from '../../../components/confirm.js';
import { CopyValue } from '../../../components/copy.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ARCADE, seriesQuery } from '../api.js';
import { arcadesQuery, type Machine } from './api.js';

interface MachineDrawerProps {
  machine: Machine | null;
  /** Given: an owner changes a machine of this arcade, which is less than the network may. */
  arcade?: number;
  onClose: () => void;
}

/** One machine: what it is called, where it stands, which game it is kept to. */
export function MachineDrawer({ machine, arcade, onClose }: MachineDrawerProps) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Drawer opened={machine !== null} onClose={onClose} position="right" size="md" title={<span translate="no">{machine?.name}</span>} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {machine !== null && (
        <Stack gap="xl">
          <CopyValue value={machine.pcbid} name={t('machines.pcbidOf', { name: machine.name })} />
          <MachineForm key={machine.id} machine={machine} arcade={arcade} onSaved={onClose} />
          <Removal machine={machine} arcade={arcade} onRemoved={onClose} />
        </Stack>
      )}
    </Drawer>
  );
}

type Part = { machine: Machine; arcade: number | undefined };

function MachineForm({ machine, arcade, onSaved }: Part & { onSaved: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const pinned = machine.pinned_version ?? 0;
  const initialValues: Fields = { description: machine.description, port: machine.port, arcade_id: machine.arcade_id === null ? '' : String(machine.arcade_id), game: machine.game ?? '', version: String(Math.abs(pinned)), rule: pinned < 0 ? 'older' : 'only' };
  const form = useForm({ initialValues, validate: { port: (value) => (typeof value === 'number' && value >= 1 && value <= 65_535 ? null : t('machines.portRule')) } });
  const save = useMutation({
    mutationFn: (values: Fields) => {
      const own = { description: values.description, port: Number(values.port) };
      if (arcade !== undefined) return api.PATCH('/api/arcade/arcades/{id}/machines/{machine}', { params: { path: { id: arcade, machine: machine.id } }, body: own });
      const version = values.game === '' || values.version === '0' ? null : Number(values.version) * (values.rule === 'older' ? -1 : 1);
      return api.PATCH('/api/arcade/machines/{id}', { params: { path: { id: machine.id } }, body: { ...own, arcade_id: values.arcade_id === '' ? null : Number(values.arcade_id), game: values.game === '' ? null : values.game, pinned_version: version } });
    },
    onSuccess: async () => {
      notifyDone(t('machines.saved'));
      onSaved();
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 409) form.setFieldError('port', t('machines.portTaken'));
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.isError && form.errors['port'] === undefined && <Problem error={save.error} compact />}
        <TextInput label={t('machines.description')} description={t('machines.descriptionHint')} maxLength={255} {...form.getInputProps('description')} />
        <NumberInput label={t('machines.port')} description={t('machines.portHint')} min={1} max={65_535} allowDecimal={false} hideControls {...form.getInputProps('port')} />
        {arcade === undefined && <NetworkFields form={form} />}
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {t('common:action.save')}
        </Button>
      </Stack>
    </form>
  );
}

interface Fields {
  description: string;
  port: number | string;
  arcade_id: string;
  game: string;
  version: string;
  rule: string;
}

function NetworkFields({ form }: { form: Pick<UseFormReturnType<Fields>, 'values' | 'getInputProps' | 'setFieldValue'> }) {
  const { t } = useTranslation('arcade');
  const { data: arcades } = useQuery(arcadesQuery);
  const { data: series } = useQuery(seriesQuery);
  const versions = series?.find((one) => one.series === form.values.game)?.versions.toReversed() ?? [];
  const { onChange: onGame, ...game } = form.getInputProps('game');
  return (
    <>
      <Select label={t('machines.arcade')} allowDeselect={false} data={[{ value: '', label: t('machines.noArcade') }, ...(arcades ?? []).map((one) => ({ value: String(one.id), label: one.name }))]} {...form.getInputProps('arcade_id')} />
      <Select
        label={t('machines.pinned')}
        description={t('machines.pinnedHint')}
        allowDeselect={false}
        data={[{ value: '', label: t('machines.anyGame') }, ...(series ?? []).map((one) => ({ value: one.series, label: one.title }))]}
        {...game}
        onChange={(value: string | null) => {
          onGame(value);
          form.setFieldValue('version', '0');
        }}
      />
      {form.values.game !== '' && <Select label={t('machines.version')} allowDeselect={false} data={[{ value: '0', label: t('machines.anyVersion') }, ...versions.map((one) => ({ value: String(one.version), label: one.name }))]} {...form.getInputProps('version')} />}
      {form.values.game !== '' && form.values.version !== '0' && <Select label={t('machines.rule')} allowDeselect={false} data={[{ value: 'only', label: t('machines.only') }, { value: 'older', label: t('machines.older') }]} {...form.getInputProps('rule')} />}
    </>
  );
}

function Removal({ machine, arcade, onRemoved }: Part & { onRemoved: () => void }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [asking, { open, close }] = useDisclosure();
  const remove = useMutation({
    mutationFn: () =>
      arcade === undefined
        ? api.DELETE('/api/arcade/machines/{id}', { params: { path: { id: machine.id } } })
        : api.DELETE('/api/arcade/arcades/{id}/machines/{machine}', { params: { path: { id: arcade, machine: machine.id } } }),
    onSuccess: async () => {
      close();
      onRemoved();
      notifyDone(t('machines.removed', { name: machine.name }));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: notifyProblem,
  });
  return (
    <Stack gap="xs">
      <Divider label={t('machines.removeTitle')} labelPosition="left" />
      <Text size="sm" c="dimmed">
        {t('machines.removeText')}
      </Text>
      <Button color="red" variant="light" leftSection={<IconTrash size={18} aria-hidden />} onClick={open}>
        {t('machines.remove')}
      </Button>
      <Confirm opened={asking} title={t('machines.removeAsk')} confirmLabel={t('machines.remove')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={close}>
        <Text className="mono" translate="no">
          {machine.pcbid}
        </Text>
        <Text mt="xs">{t('machines.removeText')}</Text>
      </Confirm>
    </Stack>
  );
}

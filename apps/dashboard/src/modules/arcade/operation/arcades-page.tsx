import { Anchor, Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingStore, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, Problem, QueryView } from '../../../components/states.js';
import { useAccess } from '../api.js';
import { arcadesQuery, type Arcade } from './api.js';
import { OperationPage } from './operation-page.js';
import { useRegions } from './regions.js';

/** The arcades the reader runs. */
export function ArcadesPage() {
  const { t } = useTranslation('arcade');
  const query = useQuery(arcadesQuery);
  const network = useAccess()?.network === true;
  const [adding, { open, close }] = useDisclosure();
  const button = network && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      {t('arcades.add')}
    </Button>
  );
  return (
    <OperationPage tab="arcades" lead={t('arcades.lead')} actions={button}>
      <QueryView
        query={query}
        isEmpty={(arcades) => arcades.length === 0}
        empty={
          <Empty icon={IconBuildingStore} title={t('arcades.empty')} action={button}>
            {t(network ? 'arcades.emptyText' : 'arcades.emptyOwner')}
          </Empty>
        }
      >
        {(arcades) => <Arcades arcades={arcades} />}
      </QueryView>
      <NewArcade opened={adding} onClose={close} />
    </OperationPage>
  );
}

function Arcades({ arcades }: { arcades: Arcade[] }) {
  const { t } = useTranslation('arcade');
  const regions = useRegions();
  const columns = useMemo((): Column<Arcade>[] => {
    const regionOf = (arcade: Arcade) => regions.flatMap(({ items }) => items).find(({ value }) => value === String(arcade.region))?.label ?? '–';
    return [
      {
        id: 'name',
        header: t('arcades.name'),
        fixed: true,
        value: (arcade) => arcade.name,
        render: (arcade) => (
          <div>
            <Anchor fw={600} translate="no" renderRoot={(props) => <Link to="/arcade/operation/arcades/$arcade" params={{ arcade: String(arcade.id) }} {...props} />}>
              {arcade.name}
            </Anchor>
            {arcade.description !== '' && (
              <Text size="xs" c="dimmed" translate="no">
                {arcade.description}
              </Text>
            )}
          </div>
        ),
      },
      { id: 'region', header: t('arcades.region'), value: regionOf, render: (arcade) => <span translate="no">{[regionOf(arcade), arcade.area].filter(Boolean).join(' · ')}</span> },
      { id: 'machines', header: t('arcades.machines'), value: (arcade) => arcade.machines, render: (arcade) => arcade.machines },
      {
        id: 'paseli',
        header: t('arcades.paseli'),
        value: (arcade) => (arcade.paseli_enabled ? 0 : 1),
        render: (arcade) => (
          <Group gap={4}>
            <Badge variant="light" tt="none" color={arcade.paseli_enabled ? 'felt' : 'gray'}>
              {t(arcade.paseli_enabled ? (arcade.paseli_infinite ? 'arcades.infinite' : 'arcades.on') : 'arcades.off')}
            </Badge>
          </Group>
        ),
      },
    ];
  }, [t, regions]);
  return <DataTable rows={arcades} columns={columns} rowId={(arcade) => String(arcade.id)} label={t('operation.title.arcades')} sortBy={{ id: 'name' }} minWidth={520} />;
}

function NewArcade({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', description: '' }, validate: { name: (value) => (value.trim() === '' ? t('arcades.nameRule') : null) } });
  const create = useMutation({
    mutationFn: (fields: typeof form.values) => body(api.POST('/api/arcade/arcades', { body: fields })),
    onSuccess: async ({ id }) => {
      form.reset();
      onClose();
      await client.invalidateQueries({ queryKey: arcadesQuery.queryKey });
      await navigate({ to: '/arcade/operation/arcades/$arcade', params: { arcade: String(id) } });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('arcades.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <Problem error={create.error} compact />}
          <TextInput data-autofocus label={t('arcades.name')} description={t('arcades.nameHint')} required maxLength={255} {...form.getInputProps('name')} />
          <TextInput label={t('arcades.description')} maxLength={255} {...form.getInputProps('description')} />
          <Text size="sm" c="dimmed">
            {t('arcades.newPin')}
          </Text>
          <Button type="submit" loading={create.isPending}>
            {t('arcades.create')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { arcadesQuery, type Arcade } from './api.js';
import { useRegions } from './regions.js';

/** Name, place and money of an arcade. */
export function ArcadeForm({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const regions = useRegions();
  const initialValues = {
    name: arcade.name, description: arcade.description, region: String(arcade.region), area: arcade.area ?? '', paseli_enabled: arcade.paseli_enabled, paseli_infinite: arcade.paseli_infinite, mask_services_url: arcade.mask_services_url,
  };
  const form = useForm({ initialValues, validate: { name: (value) => (value.trim() === '' ? t('arcades.nameRule') : null) } });
  const save = useMutation({
    mutationFn: ({ region, area, ...rest }: typeof initialValues) => api.PATCH('/api/arcade/arcades/{id}', { params: { path: { id: arcade.id } }, body: { ...rest, region: Number(region), area: area.trim() === '' ? null : area.trim() } }),
    onSuccess: async (_answer, values) => {
      form.setInitialValues(values);
      form.setValues(values);
      notifyDone(t('arcades.saved'));
      await client.invalidateQueries({ queryKey: arcadesQuery.queryKey });
    },
  });
  return (
    <Panel title={t('arcade.tab.about')}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          {save.isError && <Problem error={save.error} compact />}
          <TextInput label={t('arcades.name')} description={t('arcades.nameHint')} required maxLength={255} {...form.getInputProps('name')} />
          <TextInput label={t('arcades.description')} maxLength={255} {...form.getInputProps('description')} />
          <Select label={t('arcades.region')} description={t('arcades.regionHint')} searchable allowDeselect={false} data={regions} nothingFoundMessage={t('arcades.noRegion')} {...form.getInputProps('region')} />
          <TextInput label={t('arcades.area')} description={t('arcades.areaHint')} maxLength={63} {...form.getInputProps('area')} />
          <Switch label={t('arcades.paseliSwitch')} description={t('arcades.paseliHint')} {...form.getInputProps('paseli_enabled', { type: 'checkbox' })} />
          <Switch label={t('arcades.infiniteSwitch')} description={t('arcades.infiniteHint')} disabled={!form.values.paseli_enabled} {...form.getInputProps('paseli_infinite', { type: 'checkbox' })} />
          <Switch label={t('arcades.maskSwitch')} description={t('arcades.maskHint')} {...form.getInputProps('mask_services_url', { type: 'checkbox' })} />
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
            {t('common:action.save')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

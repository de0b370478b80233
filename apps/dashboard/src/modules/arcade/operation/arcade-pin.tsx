import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { PinInput } from '../parts/pin-input.js';
import type { Arcade } from './api.js';

/** The eight digits that open the operator menu at a cabinet. */
export function ArcadePin({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const form = useForm({ initialValues: { pin: '' }, validate: { pin: (value) => (/^\d{8}$/.test(value) ? null : t('arcadePin.rule')) } });
  const change = useMutation({
    mutationFn: ({ pin }: typeof form.values) => api.PUT('/api/arcade/arcades/{id}/pin', { params: { path: { id: arcade.id } }, body: { pin } }),
    onSuccess: () => {
      form.reset();
      notifyDone(t('arcadePin.changed'));
    },
  });
  return (
    <Panel title={t('arcadePin.title')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('arcadePin.text')}
          </Text>
          {change.isError && <Problem error={change.error} compact />}
          <PinInput digits={8} label={t('arcadePin.new')} description={t('arcadePin.rule')} required {...form.getInputProps('pin')} />
          <Button type="submit" variant="default" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('pin.submit')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

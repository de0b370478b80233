import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { PinInput } from '../parts/pin-input.js';
import { isPin } from './card-number.js';

/** The four digits that a cabinet asks for, the same for all cards of a player. */
export function PinPanel() {
  const { t } = useTranslation('arcade');
  const form = useForm({ initialValues: { old_pin: '', new_pin: '' }, validate: { old_pin: (value) => (isPin(value) ? null : t('card.pinRule')), new_pin: (value) => (isPin(value) ? null : t('card.pinRule')) } });
  const change = useMutation({
    mutationFn: (pins: typeof form.values) => api.PUT('/api/arcade/me/pin', { body: pins }),
    onSuccess: () => {
      form.reset();
      notifyDone(t('pin.changed'));
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 403) form.setFieldError('old_pin', t('card.wrongPin'));
    },
  });
  return (
    <Panel title={t('pin.title')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('pin.text')}
          </Text>
          {change.isError && form.errors['old_pin'] === undefined && <Problem error={change.error} compact />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <PinInput label={t('pin.old')} required {...form.getInputProps('old_pin')} />
            <PinInput label={t('pin.new')} required {...form.getInputProps('new_pin')} />
          </SimpleGrid>
          <Button type="submit" variant="default" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('pin.submit')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

import { Button, Group, List, Stack, Text, TextInput, ThemeIcon } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCards } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { ARCADE, meQuery } from '../api.js';
import { PinInput } from '../parts/pin-input.js';
import { grouped, isCardText, isPin } from './card-number.js';

/** Connects the account with the player of a card, by the number printed on it and its PIN. */
export function ClaimPanel() {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const form = useForm({
    initialValues: { number: '', pin: '' },
    validate: { number: (value) => (isCardText(value) ? null : t('card.numberRule')), pin: (value) => (isPin(value) ? null : t('card.pinRule')) },
  });
  const claim = useMutation({
    mutationFn: ({ number, pin }: typeof form.values) => body(api.POST('/api/arcade/me/claim', { body: { card_number: number, pin } })),
    onSuccess: async (player) => {
      client.setQueryData(meQuery.queryKey, player);
      notifyDone(t('claim.done'));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem)) return;
      if (error.status === 403) form.setFieldError('pin', t('card.wrongPin'));
      if (error.status === 404) form.setFieldError('number', t('claim.unknown'));
      if (error.status === 400) form.setFieldError('number', t('card.noNumber'));
    },
  });
  const inField = Object.keys(form.errors).length > 0;
  return (
    <Panel>
      <Group align="flex-start" gap="xl">
        <Stack flex="1 1 260px" gap="sm">
          <ThemeIcon size={64} radius="xl" variant="light">
            <IconCards size={32} stroke={1.5} aria-hidden />
          </ThemeIcon>
          <Text component="h2" fz="lg" fw={650} m={0}>
            {t('claim.title')}
          </Text>
          <List type="ordered" spacing="xs" c="dimmed">
            <List.Item>{t('claim.step1')}</List.Item>
            <List.Item>{t('claim.step2')}</List.Item>
            <List.Item>{t('claim.step3')}</List.Item>
          </List>
        </Stack>
        <form onSubmit={form.onSubmit((values) => claim.mutate(values))} style={{ flex: '1 1 260px' }}>
          <Stack>
            {claim.isError && !inField && <Problem error={claim.error} compact />}
            <TextInput
              label={t('card.number')}
              description={t('card.numberHint')}
              required
              autoComplete="off"
              spellCheck={false}
              maxLength={32}
              {...form.getInputProps('number')}
              onBlur={() => form.setFieldValue('number', grouped(form.values.number.toUpperCase()))}
            />
            <PinInput label={t('card.pin')} description={t('card.pinHint')} required {...form.getInputProps('pin')} />
            <Button type="submit" loading={claim.isPending}>
              {t('claim.submit')}
            </Button>
          </Stack>
        </form>
      </Group>
    </Panel>
  );
}

import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SettingsForm } from './use-settings-form.js';

/** Foot of a form of settings: why the server refused the last try, and the button. */
export function SettingsFoot({ form }: { form: SettingsForm }) {
  const { t } = useTranslation('music');
  return (
    <>
      {form.fault !== null && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} role="alert">
          {form.fault}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button type="submit" disabled={!form.changed} loading={form.saving}>
          {t('settings.save')}
        </Button>
      </Group>
    </>
  );
}

import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface FormFootProps {
  busy: boolean;
  onCancel: () => void;
  /** "Save" unless something else is done. */
  label?: string;
  color?: 'red';
  disabled?: boolean;
}

/** The buttons under a form in a dialog. */
export function FormFoot({ busy, onCancel, label, color, disabled = false }: FormFootProps) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t('action.cancel')}
      </Button>
      <Button type="submit" loading={busy} disabled={disabled} {...(color === undefined ? {} : { color })}>
        {label ?? t('action.save')}
      </Button>
    </Group>
  );
}

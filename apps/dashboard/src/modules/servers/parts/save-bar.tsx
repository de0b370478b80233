import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './save-bar.module.css';

interface SaveBarProps {
  shown: boolean;
  text: string;
  busy?: boolean;
  saveLabel?: string;
  onUndo: () => void;
  onSave: () => void;
}

/** "Changed, not saved", always in sight while it is so. */
export function SaveBar({ shown, text, busy = false, saveLabel, onUndo, onSave }: SaveBarProps) {
  const { t } = useTranslation(['servers', 'common']);
  if (!shown) return null;
  return (
    <div className={classes.bar} role="status">
      <Text fw={600}>{text}</Text>
      <Group gap="xs">
        <Button variant="default" onClick={onUndo}>
          {t('settings.undo')}
        </Button>
        <Button loading={busy} onClick={onSave}>
          {saveLabel ?? t('common:action.save')}
        </Button>
      </Group>
    </div>
  );
}

import { Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Stays at the lower edge while something was changed and not saved. */
export function SaveBar({ dirty, busy, onSave, onDiscard }: { dirty: boolean; busy: boolean; onSave: () => void; onDiscard: () => void }) {
  const { t } = useTranslation();
  if (!dirty) return null;
  return (
    <Paper withBorder shadow="md" p="sm" radius="md" role="region" aria-label={t('save.changed')} style={{ position: 'sticky', bottom: 12, zIndex: 5 }}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={600} role="status">
          {t('save.changed')}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={onDiscard} disabled={busy}>
            {t('save.discard')}
          </Button>
          <Button onClick={onSave} loading={busy}>
            {t('action.save')}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

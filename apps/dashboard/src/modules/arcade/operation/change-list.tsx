import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { useKind } from '../imports/report.js';
import type { Change } from './players-api.js';
import { UndoConfirm } from './undo-confirm.js';

/** Imports and deletions, each with what it did and a way back. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const [asked, setAsked] = useState<Change | null>(null);
  return (
    <Stack>
      {changes.map((change) => (
        <Row key={change.id} change={change} onUndo={() => setAsked(change)} />
      ))}
      <UndoConfirm change={asked} onClose={() => setAsked(null)} />
    </Stack>
  );
}

interface Count {
  added: number;
  changed: number;
}

/** Figures of a report such as `Songs: 24 new, 3 changed`; what stayed as it was says nothing. */
function useFigures(): (report: unknown) => string[] {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const kind = useKind();
  return (report) => {
    const counts = (report as { counts?: Record<string, Count> } | null)?.counts ?? {};
    return Object.entries(counts).flatMap(([what, { added, changed }]) => {
      const parts = [added > 0 && t('imports.addedCount', { formatted: format.number(added) }), changed > 0 && t('imports.changedCount', { formatted: format.number(changed) })].filter(Boolean);
      return parts.length === 0 ? [] : [`${kind(what)}: ${parts.join(', ')}`];
    });
  };
}

function Row({ change, onUndo }: { change: Change; onUndo: () => void }) {
  const { t } = useTranslation('arcade');
  const figures = useFigures();
  return (
    <div className="panel" style={{ padding: 16 }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text fw={650} translate="no">
            {change.title}
          </Text>
          <Text size="xs" c="dimmed">
            <Code translate="no">{change.kind}</Code> · <When at={change.at} />
            {change.account !== null && (
              <>
                {' · '}
                <span translate="no">{change.account.username}</span>
              </>
            )}
          </Text>
          <Text size="sm" c="dimmed" mt={4}>
            {figures(change.report).join(' · ')}
          </Text>
        </div>
        {change.undone_at === null ? (
          <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={onUndo} aria-label={t('changes.undoNamed', { title: change.title })}>
            {t('changes.undo')}
          </Button>
        ) : (
          <Badge variant="light" color="gray" tt="none">
            {t('changes.undone')} <When at={change.undone_at} relative />
          </Badge>
        )}
      </Group>
    </div>
  );
}

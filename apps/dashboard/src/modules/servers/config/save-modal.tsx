import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { ListSkeleton, Problem } from '../../../components/states.js';
import { serverKey, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { previewDraft, saveDraft, type Draft, type Preview } from './api.js';
import { DiffView } from './diff-view.js';

interface SaveModalProps {
  id: number;
  draft: Draft;
  revision: number;
  opened: boolean;
  running: boolean;
  onClose: () => void;
  onFaults: (faults: Readonly<Record<string, string>>) => void;
  onSaved: () => void;
}

/** What the changes make of the files, before they are saved; faults go to their fields, all at once. */
export function SaveModal({ opened, onClose, ...rest }: SaveModalProps) {
  const { t } = useTranslation('servers');
  return (
    <Dialog opened={opened} onClose={onClose} size="xl" title={t('config.reviewTitle')}>
      {opened && <Review {...rest} onClose={onClose} />}
    </Dialog>
  );
}

function Review({ id, draft, revision, running, onClose, onFaults, onSaved }: Omit<SaveModalProps, 'opened'>) {
  const { t } = useTranslation(['servers', 'common']);
  const preview = useQuery({ queryKey: serverKey(id, 'config-draft', draft), queryFn: () => previewDraft(id, draft), staleTime: 0, gcTime: 0, retry: false });
  const faults = preview.error instanceof ApiProblem ? preview.error.fields : null;
  useEffect(() => {
    if (faults !== null) onFaults(faults);
    else if (preview.isSuccess) onFaults({});
  }, [faults, preview.isSuccess, onFaults]);
  const save = useChange({
    run: () => saveDraft(id, draft, revision),
    renews: [serverKey(id, 'config'), serverKey(id, 'detail')],
    done: t(running ? 'config.savedRunning' : 'config.saved'),
    onDone: () => {
      onSaved();
      onClose();
    },
  });
  return (
    <Stack>
      {preview.isPending && <ListSkeleton rows={3} />}
      {preview.isError && <Problem error={preview.error} />}
      {preview.data !== undefined && <Changes preview={preview.data} />}
      {running && preview.isSuccess && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />}>
          {t('config.needsRestart')}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t(preview.isError ? 'config.back' : 'common:action.cancel')}
        </Button>
        <Button loading={save.isPending} disabled={!preview.isSuccess} onClick={() => save.mutate()}>
          {t('common:action.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function Changes({ preview }: { preview: Preview }) {
  const { t } = useTranslation('servers');
  const changed = preview.files.filter((file) => file.changed);
  return (
    <>
      {changed.length === 0 && <Text size="sm">{t('config.noFileChanges')}</Text>}
      {changed.map((file) => (
        <section key={file.name} className="panel">
          <Text fw={600} px="md" pt="sm" translate="no">
            {file.name}
          </Text>
          <DiffView diff={file.diff} label={file.name} />
        </section>
      ))}
      <div>
        <Text size="sm" c="dimmed">
          {t('config.commandLine')}
        </Text>
        <span className="mono" translate="no">
          {preview.launch.command_line}
        </span>
      </div>
    </>
  );
}

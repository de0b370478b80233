import { ActionIcon, Button, Group, Progress, Stack, Switch, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconCloudUpload, IconX } from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';
import { FilePick } from '../parts/file-pick.js';
import classes from './missions.module.css';
import { cancelUpload, forgetUploads, uploadMissions, useUploads, type Upload } from './upload-store.js';

/** Where missions are dropped, and how far each is. */
export function Uploads({ serverId }: { serverId: number }) {
  const { t } = useTranslation('servers');
  const uploads = useUploads(serverId);
  const [over, setOver] = useState(false);
  const [replace, setReplace] = useState(false);
  const take = (files: File[]) => {
    if (files.length > 0) uploadMissions(serverId, files, replace);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  };
  return (
    <Stack gap="sm">
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconCloudUpload size={30} stroke={1.5} aria-hidden />
        <Text fw={600}>{t('upload.drop')}</Text>
        <Text size="sm" c="dimmed" ta="center">
          {t('upload.hint')}
        </Text>
        <Group gap="md" justify="center">
          <FilePick label={t('upload.choose')} icon={IconCloudUpload} accept=".pbo" multiple onPick={take} />
          <Switch label={t('upload.replace')} checked={replace} onChange={(event) => setReplace(event.currentTarget.checked)} />
        </Group>
      </div>
      {uploads.length > 0 && (
        <div className="panel">
          {uploads.map((upload) => (
            <Row key={upload.key} upload={upload} />
          ))}
          {uploads.every(({ state }) => state !== 'waiting' && state !== 'sending') && (
            <Group justify="flex-end" p="xs">
              <Button size="compact-sm" variant="subtle" onClick={() => forgetUploads(serverId)}>
                {t('upload.forget')}
              </Button>
            </Group>
          )}
        </div>
      )}
    </Stack>
  );
}

function Row({ upload }: { upload: Upload }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const { state, name, size, share, note, key } = upload;
  const going = state === 'waiting' || state === 'sending';
  return (
    <div className={classes.upload}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Group gap={8} wrap="nowrap" miw={0}>
          {state === 'done' && <IconCircleCheck size={20} color="var(--mantine-color-felt-6)" aria-hidden />}
          {(state === 'failed' || state === 'cancelled') && <IconCircleX size={20} color="var(--mantine-color-red-6)" aria-hidden />}
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={600} truncate translate="no">
              {name}
            </Text>
            <Text size="xs" c="dimmed" role="status">
              {t(`upload.${state}`, { size: format.bytes(size), percent: format.percent(share) })}
            </Text>
            {note !== null && (
              <Text size="xs" c={state === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'} translate="no">
                {note}
              </Text>
            )}
          </div>
        </Group>
        {going && (
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('upload.cancel', { name })} onClick={() => cancelUpload(key)}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {state === 'sending' && <Progress value={share * 100} size="sm" mt={6} aria-label={t('upload.progressOf', { name })} />}
    </div>
  );
}

import { Button, Group, TextInput } from '@mantine/core';
import { IconBrandSteam } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/data.js';
import { STEAM_KEY } from './api.js';
import { workshopId } from './workshop-id.js';

/** Workshop items by id or address; how the download goes on is on the page of downloads. */
export function WorkshopBox({ label, download }: { label: string; download: (ids: string[]) => Promise<unknown> }) {
  const { t } = useTranslation('servers');
  const [text, setText] = useState('');
  const ids = text.split(/[\s,;]+/).filter((part) => part !== '').map(workshopId);
  const valid = ids.length > 0 && ids.every((id) => id !== null);
  const start = useChange({ run: download, renews: [STEAM_KEY], done: t('steam.queued'), onDone: () => setText('') });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) start.mutate(ids.filter((id) => id !== null));
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput flex="1 1 240px" label={label} placeholder={t('steam.idHint')} spellCheck={false} value={text} error={text !== '' && !valid ? t('steam.idRule') : null} onChange={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" variant="default" leftSection={<IconBrandSteam size={18} aria-hidden />} loading={start.isPending} disabled={!valid}>
          {t('steam.download')}
        </Button>
      </Group>
    </form>
  );
}

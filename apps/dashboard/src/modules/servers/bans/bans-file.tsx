import { Button } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import type { QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, useChange } from '../api/data.js';
import type { Answer } from '../api/types.js';
import { FilePick } from '../parts/file-pick.js';

/** BattlEye's own list in and out; it is about all servers. */
export function BansFile({ renews }: { renews: readonly QueryKey[] }) {
  const { t } = useTranslation('servers');
  const take = useChange({ run: async (file: File) => data<Answer<'/api/bans/import', 'post'>>(api.POST('/api/bans/import', { body: { text: await file.text() } })), renews, done: t('bans.importDone') });
  return (
    <>
      <FilePick accept=".txt,text/plain" label={t('bans.import')} icon={IconUpload} busy={take.isPending} onPick={([file]) => file !== undefined && take.mutate(file)} />
      <Button component="a" href="/api/bans/export" download variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
        {t('bans.export')}
      </Button>
    </>
  );
}

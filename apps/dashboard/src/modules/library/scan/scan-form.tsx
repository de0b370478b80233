import { Button, MultiSelect, Radio, Stack } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { notifyProblem } from '../../../shell/notify.js';
import { libraryFoldersQuery, platformsQuery } from '../api.js';
import { clearFeed } from './feed-store.js';
import { SCANS_KEY, type ScanType } from './scan-api.js';

/** The six kinds of library-scan spec §5, in the order people need them. */
const TYPES = ['quick', 'new_platforms', 'hashes', 'unmatched', 'update', 'complete'] as const satisfies readonly ScanType[];

/** Folders to choose from: known platforms, and folders on the disk that are not platforms yet. */
function useFolders(): { value: string; label: string }[] {
  const { data: platforms } = useQuery(platformsQuery);
  const { data: library } = useQuery(libraryFoldersQuery);
  const folders = new Map<string, string>();
  for (const folder of library?.existing_platforms ?? []) folders.set(folder.fs_slug, folder.fs_slug);
  for (const platform of platforms ?? []) folders.set(platform.fs_slug, platform.display_name);
  return [...folders].map(([value, label]) => ({ value, label }));
}

/** What to scan and how; locked while a scan runs. */
export function ScanForm({ busy }: { busy: boolean }) {
  const { t } = useTranslation('library');
  const client = useQueryClient();
  const [type, setType] = useState<ScanType>('quick');
  const [folders, setFolders] = useState<string[]>([]);
  const start = useMutation({
    mutationFn: () => body(api.POST('/api/scans', { body: { type, platform_fs_slugs: folders } })),
    onMutate: clearFeed,
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: SCANS_KEY }),
  });
  return (
    <Panel title={t('scan.settings')}>
      <Stack>
        <MultiSelect
          label={t('scan.platforms')}
          placeholder={folders.length === 0 ? t('scan.allPlatforms') : ''}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('filter.clearOne') }}
          disabled={busy}
          data={useFolders()}
          value={folders}
          onChange={setFolders}
        />
        <Radio.Group label={t('scan.type')} value={type} onChange={setType}>
          <Stack gap="sm" mt="xs">
            {TYPES.map((one) => (
              <Radio key={one} value={one} disabled={busy} label={t(`scanType.${one}.name`)} description={t(`scanType.${one}.text`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Button size="md" leftSection={<IconPlayerPlay size={20} aria-hidden />} onClick={() => start.mutate()} loading={busy || start.isPending}>
          {t('scan.start')}
        </Button>
      </Stack>
    </Panel>
  );
}

import { Alert, Badge, Button, Code, Group, List, MultiSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconFolderCheck, IconFolderPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import type { SetupLibrary } from '../../api/types.js';
import { CopyValue } from '../../components/copy.js';
import { QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { notifyProblem } from '../../shell/notify.js';
import { libraryFoldersQuery } from '../library/api.js';
import { storageQuery } from '../system/api.js';
import { Step } from './step.js';

/** What lies in the library folder; an empty one can be given platform folders. */
export function LibraryStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('setup');
  const library = useQuery(libraryFoldersQuery);
  const { data: storage } = useQuery(storageQuery);
  const path = storage?.folders.find(({ name }) => name === 'library')?.path;
  return (
    <Step title={t('library.title')} text={t('library.text')}>
      <QueryView query={library}>
        {(data) => (
          <Stack>
            {path !== undefined && <CopyValue value={path} name={t('library.path')} />}
            <Structure library={data} />
            <CreateFolders library={data} />
          </Stack>
        )}
      </QueryView>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Button size="md" variant="default" loading={library.isFetching} onClick={() => void library.refetch()}>
          {t('library.again')}
        </Button>
        <Button size="md" onClick={onNext}>
          {t('continue')}
        </Button>
      </SimpleGrid>
    </Step>
  );
}

function Structure({ library }: { library: SetupLibrary }) {
  const { t } = useTranslation('setup');
  const format = useFormat();
  const names = new Map(library.supported_platforms.map((platform) => [platform.fs_slug, platform.display_name]));
  if (library.detected_structure === null) {
    return (
      <Alert color="amber" variant="light" icon={<IconFolderPlus size={20} aria-hidden />} title={t('library.none')}>
        {t('library.noneText')}
      </Alert>
    );
  }
  return (
    <Alert color="felt" variant="light" icon={<IconFolderCheck size={20} aria-hidden />} title={t('library.found', { count: library.existing_platforms.length })}>
      <Text size="sm">
        {t(`library.${library.detected_structure}`)} <Code translate="no">{library.detected_structure === 'struct_a' ? 'roms/snes' : 'snes/roms'}</Code>
      </Text>
      <List mt="xs" size="sm" listStyleType="none" mah={220} style={{ overflowY: 'auto' }}>
        {library.existing_platforms.map((platform) => (
          <List.Item key={platform.fs_slug}>
            <Group gap="xs">
              <span translate="no">{names.get(platform.fs_slug) ?? platform.fs_slug}</span>
              <Badge size="sm" variant="default" tt="none">
                {t('library.files', { count: platform.rom_count, formatted: format.number(platform.rom_count) })}
              </Badge>
            </Group>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function CreateFolders({ library }: { library: SetupLibrary }) {
  const { t } = useTranslation('setup');
  const client = useQueryClient();
  const [slugs, setSlugs] = useState<string[]>([]);
  const create = useMutation({
    mutationFn: () => api.POST('/api/setup/platforms', { body: slugs }),
    onSuccess: async () => {
      setSlugs([]);
      await client.invalidateQueries({ queryKey: libraryFoldersQuery.queryKey });
    },
    onError: notifyProblem,
  });
  const existing = new Set(library.existing_platforms.map((platform) => platform.fs_slug));
  const bySlug = new Map(library.supported_platforms.filter((platform) => !existing.has(platform.fs_slug)).map((platform) => [platform.fs_slug, platform.display_name]));
  return (
    <Stack gap="xs">
      <MultiSelect
        label={t('library.create')}
        description={t('library.createHint')}
        placeholder={slugs.length === 0 ? t('library.pick') : ''}
        searchable
        clearable
        limit={60}
        data={[...bySlug].map(([value, label]) => ({ value, label }))}
        value={slugs}
        onChange={setSlugs}
        nothingFoundMessage={t('library.noPlatform')}
        clearButtonProps={{ 'aria-label': t('library.clear') }}
      />
      {slugs.length > 0 && (
        <Button variant="light" loading={create.isPending} onClick={() => create.mutate()}>
          {t('library.createFolders', { count: slugs.length })}
        </Button>
      )}
    </Stack>
  );
}

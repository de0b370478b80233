import { Badge, Box, Button, Group, SimpleGrid, Skeleton, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconLayoutGrid, IconRadar, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Platform } from '../../api/types.js';
import { useScopes } from '../../api/session.js';
import { Page } from '../../components/page.js';
import { Empty, QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { platformsQuery } from './api.js';
import { useGamesAppear } from './gallery/use-list.js';
import { PlatformArt } from './platform-art.js';
import classes from './platforms.module.css';

/** All platforms with what they hold. */
export function PlatformsPage() {
  const { t } = useTranslation('library');
  const [term, setTerm] = useState('');
  const query = useQuery(platformsQuery);
  useGamesAppear();
  const matches = (platform: Platform) => `${platform.display_name} ${platform.fs_slug}`.toLocaleLowerCase().includes(term.trim().toLocaleLowerCase());
  return (
    <Page title={t('nav.platforms')} lead={t('platforms.lead')}>
      <TextInput
        data-page-search
        type="search"
        maw={420}
        placeholder={t('platforms.search')}
        aria-label={t('platforms.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={term}
        onChange={(event) => setTerm(event.currentTarget.value)}
      />
      <QueryView query={query} skeleton={<TilesSkeleton />} isEmpty={(platforms) => platforms.length === 0} empty={<NoPlatforms />}>
        {(platforms) =>
          platforms.some(matches) ? (
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} component="ul" className={classes.list}>
              {platforms.filter(matches).map((platform) => (
                <li key={platform.id}>
                  <Tile platform={platform} />
                </li>
              ))}
            </SimpleGrid>
          ) : (
            <Empty
              icon={IconSearch}
              title={t('gallery.noHits')}
              action={
                <Button variant="light" onClick={() => setTerm('')}>
                  {t('platforms.all')}
                </Button>
              }
            >
              {t('platforms.noHitsText')}
            </Empty>
          )
        }
      </QueryView>
    </Page>
  );
}

function Tile({ platform }: { platform: Platform }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  return (
    <Link to="/games" search={{ platform: [String(platform.id)] }} className={classes.tile}>
      <PlatformArt slug={platform.slug} name={platform.display_name} />
      <Box miw={0} flex={1}>
        <Text fw={650} truncate translate="no">
          {platform.display_name}
        </Text>
        <Text size="sm" c="dimmed">
          {t('gallery.count', { count: platform.rom_count, formatted: format.number(platform.rom_count) })}
          {platform.fs_size_bytes > 0 && ` · ${format.bytes(platform.fs_size_bytes)}`}
        </Text>
        {platform.missing_from_fs && (
          <Group mt={4}>
            <Badge size="sm" color="amber" variant="light" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
              {t('platforms.missing')}
            </Badge>
          </Group>
        )}
      </Box>
    </Link>
  );
}

function NoPlatforms() {
  const { t } = useTranslation('library');
  const mayScan = useScopes().has('tasks.run');
  return (
    <Empty
      icon={IconLayoutGrid}
      title={t('platforms.empty')}
      action={
        mayScan && (
          <Button component={Link} to="/scan" leftSection={<IconRadar size={20} aria-hidden />}>
            {t('scan.start')}
          </Button>
        )
      }
    >
      {t('platforms.emptyText')}
    </Empty>
  );
}

function TilesSkeleton() {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} height={84} radius="lg" />
      ))}
    </SimpleGrid>
  );
}

import { Anchor, Box, Button, Group, SimpleGrid, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconDatabase, IconDeviceGamepad2, IconLayoutGrid, IconRadar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { houseQuery, useMe, useScopes } from '../../api/session.js';
import type { Rom } from '../../api/types.js';
import { Page, Panel } from '../../components/page.js';
import { Empty, Problem, QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { recentQuery, statsQuery } from '../library/api.js';
import { GameCard } from '../library/gallery/game-cells.js';
import { BrakesPanel } from '../library/scan/brakes-panel.js';
import { useGamesAppear } from '../library/gallery/use-list.js';
import type { Icon } from '../registry.js';
import { useRunningJobs } from '../system/api.js';
import { JobProgress } from '../system/job-parts.js';
import { readinessQuery } from '../system/checks.js';
import classes from './home.module.css';

/** A glance at the house: how much there is, what runs, what is wrong, what came last. */
export function HomePage() {
  const { t } = useTranslation('home');
  const me = useMe();
  const scopes = useScopes();
  const { data: house } = useQuery(houseQuery);
  const library = house?.modules.includes('library') === true;
  useGamesAppear();
  return (
    <Page title={t('hello', { name: me.username })} lead={t('lead')}>
      <Alerts />
      {library && scopes.has('tasks.run') && <BrakesPanel />}
      {library && <Tiles />}
      {scopes.has('tasks.run') && <Running />}
      {library && scopes.has('roms.read') && <Recent />}
    </Page>
  );
}

function Tiles() {
  const { t } = useTranslation('home');
  const format = useFormat();
  const query = useQuery(statsQuery);
  if (query.isError && query.data === undefined) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  const stats = query.data;
  return (
    <SimpleGrid cols={3} spacing={{ base: 8, xs: 'md' }}>
      <Tile to="/games" icon={IconDeviceGamepad2} color="felt" label={t('tile.games')} value={stats && format.number(stats.ROMS)} />
      <Tile to="/platforms" icon={IconLayoutGrid} color="indigo" label={t('tile.platforms')} value={stats && format.number(stats.PLATFORMS)} />
      <Tile to="/health" icon={IconDatabase} color="orange" label={t('tile.size')} value={stats && format.bytes(stats.TOTAL_FILESIZE_BYTES)} />
    </SimpleGrid>
  );
}

function Tile({ to, icon: Glyph, color, label, value }: { to: '/games' | '/platforms' | '/health'; icon: Icon; color: string; label: string; value: string | undefined }) {
  return (
    <Link to={to} className={classes.tile}>
      <ThemeIcon className={classes.tileIcon} size={48} radius="lg" variant="light" color={color}>
        <Glyph size={26} stroke={1.6} aria-hidden />
      </ThemeIcon>
      <div>
        {value === undefined ? (
          <Skeleton height={26} width={72} />
        ) : (
          <Text fz={{ base: 18, xs: 24 }} fw={700} lh={1.15}>
            {value}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {label}
        </Text>
      </div>
    </Link>
  );
}

/** What needs somebody: dependencies that are down. Silent while all is well. */
function Alerts() {
  const { t } = useTranslation('home');
  const { data } = useQuery({ ...readinessQuery, refetchInterval: 60_000 });
  const down = Object.entries(data?.checks ?? {}).filter(([, check]) => check.status === 'down');
  if (down.length === 0) return null;
  return (
    <Box className={classes.alert} role="alert">
      <IconAlertTriangle size={22} aria-hidden />
      <Text flex={1}>{t('down', { count: down.length })}</Text>
      <Anchor component={Link} to="/health" fw={600}>
        {t('toHealth')}
      </Anchor>
    </Box>
  );
}

function Running() {
  const { t } = useTranslation('home');
  const jobs = useRunningJobs();
  if (jobs.length === 0) return null;
  return (
    <Panel
      title={t('running')}
      aside={
        <Anchor component={Link} to="/jobs" size="sm">
          {t('allJobs')}
        </Anchor>
      }
    >
      <Stack gap="sm">
        {jobs.map((job) => (
          <div key={job.id}>
            <Text fw={600} size="sm" translate="no">
              {job.name}
            </Text>
            <JobProgress job={job} />
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

function Recent() {
  const { t } = useTranslation('home');
  const query = useQuery(recentQuery);
  return (
    <section aria-label={t('recent')}>
      <Group justify="space-between" mb="sm">
        <Text component="h2" fz="lg" fw={650} m={0}>
          {t('recent')}
        </Text>
        <Anchor size="sm" fw={600} renderRoot={(props) => <Link to="/games" search={{ order: 'created_at', dir: 'desc' }} {...props} />}>
          <Group gap={4} wrap="nowrap">
            {t('showAll')}
            <IconArrowRight size={16} aria-hidden />
          </Group>
        </Anchor>
      </Group>
      <QueryView query={query} skeleton={<CardsSkeleton />} isEmpty={(page) => page.items.length === 0} empty={<NothingYet />}>
        {(page) => <Cards roms={page.items} />}
      </QueryView>
    </section>
  );
}

function Cards({ roms }: { roms: Rom[] }) {
  return (
    <ul className={classes.cards}>
      {roms.map((rom) => (
        <li key={rom.id}>
          <GameCard rom={rom} />
        </li>
      ))}
    </ul>
  );
}

function CardsSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.cards} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} radius="md" style={{ aspectRatio: '3 / 4' }} />
      ))}
    </div>
  );
}

function NothingYet() {
  const { t } = useTranslation('home');
  const mayScan = useScopes().has('tasks.run');
  return (
    <Box className="panel">
      <Empty
        icon={IconDeviceGamepad2}
        title={t('empty')}
        action={
          mayScan && (
            <Button component={Link} to="/scan" leftSection={<IconRadar size={20} aria-hidden />}>
              {t('scan')}
            </Button>
          )
        }
      >
        {t('emptyText')}
      </Empty>
    </Box>
  );
}

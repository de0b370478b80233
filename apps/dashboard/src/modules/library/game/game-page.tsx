import { Anchor, Badge, Box, Breadcrumbs, Button, Grid, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDeviceGamepad2, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import type { DetailedRom } from '../../../api/types.js';
import { Page, Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { downloadUrl, romQuery, titleOf } from '../api.js';
import { Cover } from '../cover.js';
import { GameFacts } from './game-facts.js';
import { GameFiles } from './game-files.js';
import { GameMusic } from './game-music.js';
import classes from './game.module.css';

const route = getRouteApi('/app/games/$romId');

/** One game: what it is, its files with their hashes, its other editions, and the download. */
export function GamePage() {
  const { t } = useTranslation('library');
  const { romId } = route.useParams();
  const query = useQuery(romQuery(Number(romId)));
  if (query.error instanceof ApiProblem && query.error.status === 404) {
    return (
      <Empty
        icon={IconDeviceGamepad2}
        title={t('game.gone')}
        action={
          <Button component={Link} to="/games">
            {t('game.all')}
          </Button>
        }
      >
        {t('game.goneText')}
      </Empty>
    );
  }
  return (
    <QueryView query={query} skeleton={<GameSkeleton />}>
      {(rom) => <Game key={rom.id} rom={rom} />}
    </QueryView>
  );
}

function Game({ rom }: { rom: DetailedRom }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const chips = [...rom.regions, ...rom.languages, ...(rom.revision === null || rom.revision === '' ? [] : [rom.revision]), ...rom.tags];
  return (
    <Page
      title={titleOf(rom)}
      titleIsData
      above={
        <Breadcrumbs mb={6}>
          <Anchor component={Link} to="/platforms" size="sm">
            {t('nav.platforms')}
          </Anchor>
          <Anchor size="sm" translate="no" renderRoot={(props) => <Link to="/games" search={{ platform: [String(rom.platform_id)] }} {...props} />}>
            {rom.platform_display_name}
          </Anchor>
        </Breadcrumbs>
      }
      lead={
        chips.length > 0 && (
          <Group gap={6} component="ul" className={classes.chips}>
            {chips.map((chip, index) => (
              <Badge key={`${index}-${chip}`} component="li" variant="default" size="lg" tt="none" fw={500} translate="no">
                {chip}
              </Badge>
            ))}
          </Group>
        )
      }
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 4, lg: 3 }}>
          <Stack>
            <Box className={classes.cover} data-missing={rom.missing_from_fs || undefined}>
              <Cover rom={rom} large />
            </Box>
            {rom.missing_from_fs ? (
              <Badge size="xl" color="amber" variant="light" tt="none" fullWidth leftSection={<IconAlertTriangle size={16} aria-hidden />}>
                {t('game.missingLong')}
              </Badge>
            ) : (
              <Button component="a" href={downloadUrl(rom)} download size="md" leftSection={<IconDownload size={20} aria-hidden />}>
                {t('game.download', { size: format.bytes(rom.fs_size_bytes) })}
              </Button>
            )}
            <GameFacts rom={rom} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 8, lg: 9 }}>
          <Stack gap="lg">
            {rom.summary !== null && rom.summary !== '' && (
              <Text maw={760} translate="no">
                {rom.summary}
              </Text>
            )}
            <GameMusic rom={rom} />
            <GameFiles rom={rom} />
            {rom.sibling_roms.length > 0 && <Siblings rom={rom} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Siblings({ rom }: { rom: DetailedRom }) {
  const { t } = useTranslation('library');
  return (
    <Panel title={t('game.siblings')}>
      <Stack gap={4} component="ul" className={classes.plain}>
        {rom.sibling_roms.map((sibling) => (
          <li key={sibling.id}>
            <Anchor translate="no" renderRoot={(props) => <Link to="/games/$romId" params={{ romId: String(sibling.id) }} {...props} />}>
              {sibling.fs_name_no_ext}
            </Anchor>
          </li>
        ))}
      </Stack>
    </Panel>
  );
}

function GameSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('state.loading')}>
      <Skeleton height={36} w="50%" />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, sm: 4, lg: 3 }}>
          <Skeleton radius="lg" style={{ aspectRatio: '3 / 4' }} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 8, lg: 9 }}>
          <Skeleton height={220} radius="lg" />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

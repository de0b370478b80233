import { SimpleGrid, Text, ThemeIcon } from '@mantine/core';
import { IconDeviceGamepad3, IconMusic } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hueOf } from '../../../components/hue.js';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { meQuery, seriesQuery, type Series } from '../api.js';
import classes from './scores.module.css';

/** The series this network serves. */
export function GamesPage() {
  const { t } = useTranslation('arcade');
  const query = useQuery(seriesQuery);
  return (
    <Page title={t('nav.games')} lead={t('games.lead')}>
      <QueryView query={query} isEmpty={(all) => all.length === 0} empty={<Empty icon={IconDeviceGamepad3} title={t('games.empty')} />}>
        {(all) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" className={classes.grid}>
            {all.map((series) => (
              <li key={series.series}>
                <Tile series={series} />
              </li>
            ))}
          </SimpleGrid>
        )}
      </QueryView>
    </Page>
  );
}

function Tile({ series }: { series: Series }) {
  const { t } = useTranslation('arcade');
  const { data: me } = useQuery(meQuery);
  const own = me?.profiles.filter((profile) => profile.series === series.series).at(-1);
  const Glyph = series.charts === null ? IconDeviceGamepad3 : IconMusic;
  return (
    <Link to="/arcade/games/$series" params={{ series: series.series }} className={classes.tile}>
      <ThemeIcon size={52} radius="lg" variant="filled" style={{ background: `oklch(46% 0.11 ${hueOf(series.title)})` }}>
        <Glyph size={28} stroke={1.6} color="#fff" aria-hidden />
      </ThemeIcon>
      <div>
        <Text fw={650} translate="no">
          {series.title}
        </Text>
        <Text size="sm" c="dimmed">
          {own === undefined ? (
            t('games.versions', { count: series.versions.length })
          ) : (
            <>
              {t('games.youAre')} <span translate="no">{own.name}</span>
            </>
          )}
        </Text>
      </div>
    </Link>
  );
}

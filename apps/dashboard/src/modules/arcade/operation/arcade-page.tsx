import { Anchor, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { NotFound } from '../../../shell/route-states.js';
import { TabBar } from '../../../components/tab-bar.js';
import { arcadesQuery, type Arcade } from './api.js';
import { ArcadeEvents } from './arcade-events.js';
import { ArcadeForm } from './arcade-form.js';
import { ArcadeMachines } from './arcade-machines.js';
import { ArcadePin } from './arcade-pin.js';
import { ArcadeRemoval } from './arcade-removal.js';
import { GameSettings } from './game-settings.js';
import { OwnersPanel } from './owners-panel.js';
import { Paseli } from './paseli.js';
import { ARCADE_TABS } from './search.js';

const route = getRouteApi('/app/arcade/operation/arcades/$arcade');

/** One arcade, as its owner and those who run the network see it. */
export function ArcadePage() {
  const { arcade: id } = route.useParams();
  const query = useQuery(arcadesQuery);
  const arcade = query.data?.find((one) => String(one.id) === id);
  if (query.data === undefined) return <QueryView query={query}>{() => null}</QueryView>;
  return arcade === undefined ? <NotFound /> : <Known key={arcade.id} arcade={arcade} />;
}

function Known({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const tab = route.useSearch().tab ?? 'machines';
  return (
    <Page
      title={arcade.name}
      titleIsData
      above={
        <Anchor size="sm" renderRoot={(props) => <Link to="/arcade/operation" {...props} />}>
          {t('operation.title.arcades')}
        </Anchor>
      }
      {...(arcade.description === '' ? {} : { lead: <span translate="no">{arcade.description}</span> })}
    >
      <TabBar
        label={t('operation.tabs')}
        tabs={ARCADE_TABS.map((one) => ({
          key: one,
          label: t(`arcade.tab.${one}`),
          current: one === tab,
          link: { to: '/arcade/operation/arcades/$arcade', params: { arcade: String(arcade.id) }, search: one === 'machines' ? {} : { tab: one } },
        }))}
      />
      {tab === 'machines' && <ArcadeMachines arcade={arcade} />}
      {tab === 'paseli' && <Paseli arcade={arcade} />}
      {tab === 'games' && <GameSettings arcade={arcade.id} />}
      {tab === 'events' && <ArcadeEvents arcade={arcade} />}
      {tab === 'about' && (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <ArcadeForm arcade={arcade} />
          <Stack gap="lg">
            <OwnersPanel arcade={arcade} />
            <ArcadePin arcade={arcade} />
            <ArcadeRemoval arcade={arcade} />
          </Stack>
        </SimpleGrid>
      )}
    </Page>
  );
}

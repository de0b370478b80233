import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ListSkeleton, QueryView } from '../../../components/states.js';
import { useFallbackPolling } from '../../../live/socket.js';
import { playingQuery, spaceQuery, statusQuery, upstreamQuery, userSpaceQuery } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { usePlayingEvents } from '../parts/live.js';
import { ConnectGuide } from './connect-guide.js';
import { NowPlayingPanel } from './now-playing.js';
import { SpacePanel } from './space-panel.js';
import { SummaryPanel } from './summary-panel.js';
import { UpstreamPanel } from './upstream-panel.js';
import { UserSpacePanel } from './user-space.js';

/** How the proxy does: its music server, what is played, what it has stored. */
export function OverviewPage() {
  usePlayingEvents();
  const upstream = useQuery({ ...upstreamQuery, refetchInterval: 60_000 });
  const status = useQuery({ ...statusQuery, refetchInterval: 15_000 });
  const playing = useQuery({ ...playingQuery, refetchInterval: useFallbackPolling(5_000) });
  const space = useQuery({ ...spaceQuery, refetchInterval: 60_000 });
  const userSpace = useQuery({ ...userSpaceQuery, refetchInterval: 60_000 });
  return (
    <MusicPage tab="overview">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <QueryView query={upstream} skeleton={<ListSkeleton rows={2} />}>
              {(data) => <UpstreamPanel upstream={data} />}
            </QueryView>
            <QueryView query={playing} skeleton={<ListSkeleton rows={2} />}>
              {(data) => <NowPlayingPanel playing={data.playing} at={playing.dataUpdatedAt} />}
            </QueryView>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <QueryView query={status} skeleton={<ListSkeleton rows={3} />}>
              {(data) => <SummaryPanel status={data} />}
            </QueryView>
            <QueryView query={space} skeleton={<ListSkeleton rows={2} />}>
              {(data) => <SpacePanel space={data} />}
            </QueryView>
            <QueryView query={userSpace} skeleton={<ListSkeleton rows={1} />}>
              {(data) => <UserSpacePanel space={data} />}
            </QueryView>
            <ConnectGuide />
          </Stack>
        </Grid.Col>
      </Grid>
    </MusicPage>
  );
}

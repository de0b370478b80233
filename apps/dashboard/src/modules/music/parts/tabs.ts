import { IconAdjustments, IconArrowsShuffle, IconChartBar, IconDownload, IconFileMusic, IconHeadphones, IconList, IconPlugConnected, IconSearch } from '@tabler/icons-react';
import type { Icon } from '../../registry.js';

/** The pages of the proxy in the order of their tabs, with what one needs to see them. */
export const MUSIC_TABS = [
  { name: 'overview', scope: 'music.read' },
  { name: 'downloads', scope: 'music.read' },
  { name: 'files', scope: 'music.read' },
  { name: 'matches', scope: 'music.read' },
  { name: 'search', scope: 'music.read' },
  { name: 'providers', scope: 'music.read' },
  { name: 'requests', scope: 'music.read' },
  { name: 'statistics', scope: 'music.read' },
  { name: 'settings', scope: 'music.write' },
] as const;
export type MusicTab = (typeof MUSIC_TABS)[number]['name'];

const ICONS: Readonly<Record<MusicTab, Icon>> = {
  overview: IconHeadphones,
  downloads: IconDownload,
  files: IconFileMusic,
  matches: IconArrowsShuffle,
  search: IconSearch,
  providers: IconPlugConnected,
  requests: IconList,
  statistics: IconChartBar,
  settings: IconAdjustments,
};

export const tabIcon = (name: MusicTab): Icon => ICONS[name];

/** `/music` itself is the proxy's own prefix, so the pages lie beside it. */
export const tabPath = (name: MusicTab) => (name === 'overview' ? '/music-proxy' : `/music-proxy/${name}`) as '/music-proxy';

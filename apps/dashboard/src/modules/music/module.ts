import { IconMusic } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';
import { MUSIC_TABS, tabIcon, tabPath } from './parts/tabs.js';

const pages = MUSIC_TABS.filter(({ name }) => name !== 'overview');

/** The music proxy: one entry in the menu, its pages as tabs and in the palette. */
export const musicModule: DashboardModule = {
  id: 'music',
  needs: 'music',
  nav: [
    { to: '/music-proxy', label: 'music:nav.music', icon: IconMusic, section: 'music', scopes: ['music.read'], keywords: 'music:nav.words', goKey: 'm' },
    ...pages.map(({ name, scope }) => ({ to: tabPath(name), label: `music:page.${name}`, icon: tabIcon(name), section: 'music' as const, scopes: [scope], hidden: true })),
  ],
};

import { IconServer2, IconTerminal2 } from '@tabler/icons-react';
import { queryClient } from '../../api/query-client.js';
import type { DashboardModule } from '../registry.js';
import { serversQuery } from './api/queries.js';

/** Arma 3 servers. */
export const serversModule: DashboardModule = {
  id: 'servers',
  needs: 'servers',
  nav: [{ to: '/servers', label: 'servers:nav.servers', icon: IconServer2, section: 'servers', scopes: ['servers.read'], keywords: 'servers:nav.keywords', goKey: 'v' }],
  search: {
    label: 'servers:nav.servers',
    icon: IconTerminal2,
    scopes: ['servers.read'],
    find: async (term) => {
      const servers = await queryClient.fetchQuery({ ...serversQuery, staleTime: 30_000 });
      const wanted = term.toLocaleLowerCase();
      const hits = servers.filter(({ name, tags }) => [name, ...tags].some((text) => text.toLocaleLowerCase().includes(wanted)));
      return hits.slice(0, 8).map(({ id, name, description, game_port }) => ({ id: String(id), label: name, description: description === '' ? String(game_port) : description, to: `/servers/${id}` }));
    },
  },
};

import { IconHome } from '@tabler/icons-react';
import type { DashboardModule } from '../registry.js';

/** The first page. */
export const homeModule: DashboardModule = { id: 'home', nav: [{ to: '/', label: 'home:nav.home', icon: IconHome, section: 'home', goKey: 'h' }] };

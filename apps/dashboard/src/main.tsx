import '@fontsource-variable/figtree/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startI18n } from './i18n/index.js';
import { modules } from './modules/index.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

await startI18n(modules.map((module) => module.id));
createRoot(root).render(<App />);

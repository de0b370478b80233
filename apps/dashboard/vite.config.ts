import react from '@vitejs/plugin-react';
import presetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

/** Where `npm run dev -w @rumpus/dashboard` finds a running server; everything but the page itself is passed on to it. */
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // One sheet, a tenth larger: a piece that did not arrive once would be missing until the next document.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        // Libraries change less often than our own code: a browser keeps them over an update.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|query-core|react-query|store|react-store)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(['/api', '/ws', '/assets/romm', '/healthz', '/readyz'].map((path) => [path, { target: server, ws: path === '/ws' }])),
  },
});

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where `npm run dev` sends what is not the UI. `npm run dev:mock` sets it to the mock server.
const server = process.env['PLUGGARR_URL'] ?? 'http://127.0.0.1:9191';
const proxied = { target: server, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': proxied,
      '/output': proxied,
      '/ws': { ...proxied, ws: true },
    },
  },
  build: {
    target: 'es2022',
    // The first versions that know light-dark(); for older ones it would be rewritten into variables
    // that only work next to a `color-scheme` of our own, which is Mantine's to set.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

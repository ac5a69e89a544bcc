import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The api serves what is built here; in development `npx vite` asks a running `npm start`.
export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@quadhelix/api-contract': fileURLToPath(new URL('../../libs/api-contract/src/index.ts', import.meta.url)) } },
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: false, chunkSizeWarningLimit: 6000, assetsInlineLimit: 0 },
  worker: { format: 'es' },
  server: { proxy: { '/graphql': 'http://localhost:4000', '/console': 'http://localhost:4000' } },
});

import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { importMap } from './build/import-map.ts'
import { sharedEntries, sharedInputs } from './build/shared-entries.ts'

const base = '/admin/'
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  base,
  plugins: [react(), tailwindcss(), sharedEntries(), importMap(base)],
  resolve: {
    alias: { '@wasla/sdk/admin': at('../sdk/admin/index.ts') },
    dedupe: ['react', 'react-dom'],
  },
  build: {
    target: 'es2023',
    outDir: at('dist'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { shell: at('index.html'), early: at('src/early.ts'), ...sharedInputs() },
      preserveEntrySignatures: 'exports-only',
      // So that the shell's first load holds only what it uses of the kit.
      treeshake: { moduleSideEffects: [{ test: /[\\/]sdk[\\/]admin[\\/]/, sideEffects: false }] },
    },
  },
})

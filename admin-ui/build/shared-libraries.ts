/**
 * What the shell shares with plugin pages: one copy of each in the browser, under the bare name that the pages
 * import. A plugin's build leaves exactly these external.
 */
export const sharedLibraries = [
  'react',
  'react/jsx-runtime',
  'react-dom',
  'react-dom/client',
  '@tanstack/react-router',
  '@tanstack/react-query',
  'i18next',
  'react-i18next',
  'zod',
  '@wasla/sdk/admin',
] as const

/** The name of a shared library's file, before its hash: `shared-tanstack-react-query`. */
export function sharedName(library: string): string {
  return `shared-${library.replace(/^@/, '').replaceAll('/', '-')}`
}

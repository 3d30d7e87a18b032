import type { ActiveModule, AdminDefinition, LoadedModule } from '@wasla/sdk/admin'
import { useQueries } from '@tanstack/react-query'
import { addTexts } from '../language/texts.ts'

interface PagesModule {
  readonly admin?: AdminDefinition
}

const NO_PAGES: AdminDefinition = {
  locales: { ar: async () => ({ default: {} }), en: async () => ({ default: {} }) },
}

function addStyles(urls: readonly string[]): Promise<unknown> {
  const missing = urls.filter((url) => document.querySelector(`link[href="${url}"]`) === null)
  return Promise.all(
    missing.map(
      (url) =>
        new Promise<void>((resolve) => {
          const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })
          // Without its styles a page is ugly, but it works.
          for (const outcome of ['load', 'error']) link.addEventListener(outcome, () => resolve())
          document.head.append(link)
        }),
    ),
  )
}

async function loadPages({ id, entry, styles }: ActiveModule): Promise<AdminDefinition> {
  if (entry === null) return NO_PAGES
  const [pages] = await Promise.all([
    import(/* @vite-ignore */ entry) as Promise<PagesModule>,
    addStyles(styles),
  ])
  if (pages.admin === undefined)
    throw new Error(`The pages of "${id}" export no "admin", so they cannot be shown.`)
  await addTexts(id, pages.admin.locales)
  return pages.admin
}

/** The pages of the modules that are on, as far as they are loaded, and what could not be. */
export function useModulePages(modules: readonly ActiveModule[]) {
  return useQueries({
    queries: modules.map((module) => ({
      queryKey: ['module-pages', module.id, module.entry],
      queryFn: () => loadPages(module),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
      retry: 1,
    })),
    combine: (results) => ({
      pending: results.some(({ isPending }) => isPending),
      loaded: results.flatMap(({ data }, index): LoadedModule[] => {
        const module = modules[index]
        return data === undefined || module === undefined ? [] : [{ ...module, admin: data }]
      }),
      failed: results.flatMap(({ isError }, index) =>
        isError && modules[index] !== undefined ? [modules[index]] : [],
      ),
    }),
  })
}

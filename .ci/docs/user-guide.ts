import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const GUIDES = { en: 'docs/user/en.md', ar: 'docs/ar/user.md' } as const

/** Pages of the shell's administration that a user guide has no section for, as `language: page`. */
export function pagesWithoutSection(root: string): string[] {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8')
  const labels = [...read('admin-ui/src/layout/shell-pages.ts').matchAll(/label: '([\w-]+)\.title'/g)].map(
    ([, key]) => key as string,
  )
  return (['en', 'ar'] as const).flatMap((language) => {
    const texts = JSON.parse(read(`admin-ui/locales/${language}.json`)) as Record<string, { title: string }>
    const sections = new Set([...read(GUIDES[language]).matchAll(/^## (.+)$/gm)].map(([, title]) => title))
    return labels
      .map((label) => texts[label]?.title ?? label)
      .filter((title) => !sections.has(title))
      .map((title) => `${language}: ${title}`)
  })
}

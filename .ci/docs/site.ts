import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

function deadLinks(site: string, html: string): string[] {
  const links = [...html.matchAll(/href="(\/[^"#?]*)/g)].map(([, link = '']) => link)
  return [...new Set(links)].filter(
    (link) => !['', '.html', 'index.html'].some((end) => isFile(join(site, decodeURI(link) + end))),
  )
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Builds the site of the guides as `npm run docs` does, and says what is wrong with it, a sentence each. */
export function siteFindings(root: string): string[] {
  const output = mkdtempSync(join(tmpdir(), 'wasla-docs-'))
  try {
    const built = spawnSync(
      join(root, 'node_modules/.bin/vitepress'),
      ['build', 'docs', '--outDir', output],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )
    if (built.status !== 0) return [`The site of docs/ cannot be built:\n${built.stdout}${built.stderr}`]
    const findings: string[] = []
    const opening = (page: string) => /<html[^>]*>/.exec(readFileSync(join(output, page), 'utf8'))?.[0] ?? ''
    if (!/lang="ar".*dir="rtl"/.test(opening('ar/user.html')))
      findings.push('The Arabic user guide does not run from right to left on the site.')
    if (!/lang="en".*dir="ltr"/.test(opening('user/en.html')))
      findings.push('The English user guide does not say its language on the site.')
    for (const language of ['root', 'ar']) {
      if (globSync(`assets/chunks/@localSearchIndex${language}.*.js`, { cwd: output }).length === 0)
        findings.push(`The site has no search index for its part "${language}".`)
    }
    for (const page of globSync('**/*.html', { cwd: output })) {
      const html = readFileSync(join(output, page), 'utf8')
      findings.push(
        ...deadLinks(output, html).map((link) => `${page} of the site links to ${link}, which is not on it.`),
      )
      if (/<(?:p|li|td|th)>[^<]*\*\*/.test(html))
        findings.push(
          `${page} of the site shows "**" where it means bold: put a space or a bracket before it.`,
        )
    }
    return findings
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

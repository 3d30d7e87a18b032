import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
    return findings
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { commandsOf, linksOf, withSamples } from './samples.ts'
import { sectionsWithoutExample } from './sections.ts'
import { siteFindings } from './site.ts'
import { pagesWithoutSection } from './user-guide.ts'

const root = resolve(import.meta.dirname, '../..')
const write = process.argv.includes('--write')
const pages = globSync(['docs/*.md', 'docs/guide/*.md', 'docs/user/*.md', 'docs/ar/*.md'], { cwd: root })
let findings = 0
const complain = (sentence: string): void => {
  console.error(sentence)
  findings++
}

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  commandsOf(text)
  for (const link of linksOf(text)) {
    if (!existsSync(join(root, dirname(page), link)))
      complain(`${page} links to ${link}, which is not there.`)
  }
  const filled = withSamples(root, text)
  if (filled === text) continue
  if (write) writeFileSync(join(root, page), filled)
  else
    complain(
      `${page} shows other code than runs; run "node --conditions=wasla-source .ci/docs/main.ts --write".`,
    )
}
for (const section of sectionsWithoutExample(root))
  complain(`docs/guide/define-plugin.md shows no code that runs for the section "${section}".`)
for (const page of pagesWithoutSection(root)) complain(`The user guide has no section for the page ${page}.`)
if (!write) siteFindings(root).forEach(complain)
console.log(`docs: ${pages.length} pages, ${findings} findings`)
process.exitCode = pages.length > 0 && findings === 0 ? 0 : 1

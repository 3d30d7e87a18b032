import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Sample, samplesOf, unknownCommands } from './every-sample.ts'
import { commandsOf, linksOf, withSamples } from './samples.ts'
import { sectionsWithoutExample } from './sections.ts'
import { siteFindings } from './site.ts'
import { pagesWithoutSection } from './user-guide.ts'

const root = resolve(import.meta.dirname, '../..')
const write = process.argv.includes('--write')
/** Every sample with what keeps it true. */
const list = process.argv.includes('--list')
const pages = globSync(['docs/*.md', 'docs/{guide,user,ar,security}/*.md'], { cwd: root })
const samples: Sample[] = []
let findings = 0
const complain = (sentence: string): void => {
  console.error(sentence)
  findings++
}

for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  commandsOf(text)
  samples.push(...samplesOf(page, text))
  for (const command of unknownCommands(root, text))
    complain(`${page} speaks of "${command}", which there is not.`)
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
for (const { where, language, kept } of samples) {
  if (list) console.log(`${where} ${language} ${kept ?? 'is not run, without a reason'}`)
  if (kept === undefined)
    complain(
      `${where} shows something that no test runs; show a file that is run, say where it is run (sh run), or put "<!-- not run: why -->" above it.`,
    )
}
for (const section of sectionsWithoutExample(root))
  complain(`docs/guide/define-plugin.md shows no code that runs for the section "${section}".`)
for (const page of pagesWithoutSection(root)) complain(`The user guide has no section for the page ${page}.`)
if (!write) siteFindings(root).forEach(complain)
const excused = samples.filter(({ kept }) => kept?.startsWith('is not run')).length
console.log(
  `docs: ${pages.length} pages, ${samples.length} samples of which ${excused} are excused, ${findings} findings`,
)
process.exitCode = pages.length > 0 && findings === 0 ? 0 : 1

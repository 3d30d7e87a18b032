import { manifestSchema } from '@wasla/sdk'
import type { ConformanceCheck, ConformanceOptions, ConformanceReport } from '@wasla/sdk/testing'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bringPagesUpToDate } from '../pages/build-pages.ts'
import { directoryOf, startAuthorHost } from '../testing/author-host.ts'
import { documentation } from './documentation.check.ts'
import { parkedEvents } from './events.check.ts'
import { foreignFields } from './foreign-fields.check.ts'
import { graphqlAccess, graphqlOrganizations } from './graphql.check.ts'
import { indexes } from './indexes.check.ts'
import { languages } from './languages.check.ts'
import { migrations } from './migrations.check.ts'
import { pages } from './pages.check.ts'
import { knownPerson, withExportLog, type ExportLog } from './people.ts'
import { privacy } from './privacy.check.ts'
import { toReport } from './report.ts'
import { inactiveModule, otherOrganization, strangers, withoutPermission } from './routes.check.ts'
import type { Check, Subject } from './subject.ts'
import { tables } from './tables.check.ts'
import { dependencies, offAndOn, twoHosts } from './toggles.check.ts'

/** In this order; the last one fills the tables. */
const checks: readonly Check[] = [
  languages,
  documentation,
  migrations,
  tables,
  privacy,
  strangers,
  withoutPermission,
  otherOrganization,
  inactiveModule,
  graphqlAccess,
  graphqlOrganizations,
  foreignFields,
  pages,
  dependencies,
  offAndOn,
  parkedEvents(),
  twoHosts,
  indexes,
]

/** Runs every check on a host of its own, also after one that failed. */
export async function checkConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const directory = directoryOf(options.directory)
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, 'plugin.json'), 'utf8')))
  const hasPages = await bringPagesUpToDate(directory)
  const exports: ExportLog = []
  const plugin = withExportLog(options.plugin, exports)
  const host = await startAuthorHost({
    ...options,
    admin: hasPages,
    plugins: [{ ...options, plugin }, ...(options.others ?? [])],
  })
  try {
    const quarantine = host.quarantines.get(manifest.id)
    if (quarantine !== undefined) return toReport(manifest, [failed('the host takes it in', [quarantine])])
    const subject = await prepare({ options, manifest, directory, host, hasPages, exports })
    const results: ConformanceCheck[] = []
    for (const check of checks) results.push(await run(check, subject))
    return toReport(manifest, results)
  } finally {
    await host.stop()
  }
}

async function prepare(
  given: Pick<Subject, 'options' | 'manifest' | 'directory' | 'host' | 'hasPages' | 'exports'>,
): Promise<Subject> {
  const { options, manifest, host } = given
  const required = Object.keys(manifest.requires)
  const [ours, theirs, without] = [
    await host.organization('Ours', [manifest.id]),
    await host.organization('Theirs', [manifest.id]),
    await host.organization('Without', required),
  ]
  if (manifest.active) await without.switch(manifest.id, false)
  const seeded = await options.seed?.(ours, await knownPerson(host, ours.owner))
  assertSeeded(seeded)
  return {
    ...given,
    schema: manifest.id.replaceAll('-', '_'),
    ours,
    theirs,
    without,
    seeded,
  }
}

/** @throws Error when the call that should have given an id was refused, which would fail every check in words of its own */
function assertSeeded(seeded: Subject['seeded'] = {}): void {
  for (const [name, value] of Object.entries(seeded))
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
      throw new Error(
        `\`seed\` answered ${String(value)} for "${name}" instead of an id, so the call behind it was probably refused; look at what it answered.`,
      )
}

async function run(check: Check, subject: Subject): Promise<ConformanceCheck> {
  try {
    const { looked, findings, skipped } = await check.look(subject)
    if (skipped !== undefined) return { name: check.name, outcome: 'skipped', findings: [skipped], looked }
    return { name: check.name, outcome: findings.length === 0 ? 'passed' : 'failed', findings, looked }
  } catch (error) {
    return failed(check.name, [
      `The check itself failed: ${error instanceof Error ? error.message : String(error)}`,
    ])
  }
}

function failed(name: string, findings: readonly string[]): ConformanceCheck {
  return { name, outcome: 'failed', findings, looked: 0 }
}

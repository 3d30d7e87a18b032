import type { PrivacyDefinition, SystemContext } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { ContextFactory, SystemScope } from '../contexts/context-factory.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { messageOf } from '../kernel/kernel-error.ts'
import { runAs } from '../kernel/attribution.ts'
import type { Registry } from '../kernel/registry.ts'
import { readModuleTables } from '../tenancy/data/module-tables.ts'
import type { ModuleReport } from './privacy-report.ts'

export interface ParticipantDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  /** Late-bound: contexts are made after what they hand out. */
  readonly contexts: () => ContextFactory
  readonly log: HostLogger
}

/** A module that may hold data about people: on or off, since what it holds is there either way. */
export interface Participant {
  readonly id: string
  readonly active: boolean
  /** Does its part, in its own name; what it throws becomes its report. */
  run(
    work: (privacy: PrivacyDefinition, ctx: SystemContext) => Promise<Partial<ModuleReport>>,
  ): Promise<ModuleReport>
}

export async function findParticipants(
  { platform, registry, contexts, log }: ParticipantDependencies,
  scope: SystemScope,
): Promise<Participant[]> {
  const { organizationId } = scope
  const loaded = registry.plugins.map(({ id, definition: { privacy } }): Participant => {
    const active = scope.active.ids.has(id)
    return {
      id,
      active,
      run: async (work) => {
        if (privacy === undefined) return { status: 'no_personal_data', active }
        try {
          const ctx = contexts().system(id, scope)
          return { status: 'done', active, ...(await runAs(id, () => work(privacy, ctx))) }
        } catch (error) {
          // Who stops because it is told to has not failed: the request is taken up again.
          if (scope.request.signal.aborted) throw error
          log.warn(
            { err: error, plugin: id, organizationId },
            'A module could not do its part of a privacy request',
          )
          return { status: 'failed', active, reason: messageOf(error) }
        }
      },
    }
  })
  const present = new Set(loaded.map(({ id }) => id))
  const known = await platform.asSystem<{ id: string }>(
    'select id from platform.modules where removed_at is null order by id',
  )
  const missing = known
    .filter(({ id }) => !present.has(id))
    .map(
      ({ id }): Participant => ({
        id,
        active: false,
        run: async () =>
          (await holdsRows(platform, organizationId, id))
            ? {
                status: 'code_missing',
                active: false,
                reason:
                  'The module has data of this organization, but its code is missing or quarantined on this host; bring it back and ask again, or purge the module.',
              }
            : { status: 'no_personal_data', active: false },
      }),
    )
  return [...loaded, ...missing]
}

async function holdsRows(
  platform: PlatformDatabase,
  organizationId: string,
  moduleId: string,
): Promise<boolean> {
  for (const { qualified } of await readModuleTables(platform, moduleId)) {
    const rows = await platform.asSystem(`select 1 from ${qualified} where organization_id = $1 limit 1`, [
      organizationId,
    ])
    if (rows.length > 0) return true
  }
  return false
}

import { conflict, forbidden, isWaslaError, type Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { waitAcknowledged, type Acknowledgement } from './acknowledgement.ts'
import type { DatabaseGate } from './database-gate.ts'
import { readCatalog, type CatalogDependencies } from './module-catalog.ts'
import { planSwitch, type SwitchPlan, type SwitchRequest } from './switch-plan.ts'
import { writeSwitch, type Author } from './write-switch.ts'

/** What plugins do when an organization switches them. */
export interface ModuleLifecycle {
  /** May run again for the same organization when a switch was not completed. A throw keeps the module off. */
  onEnable(moduleId: string, organizationId: string): Promise<void>
  onDisable(moduleId: string, organizationId: string): Promise<void>
}

/** An `EntitlementCheck` of some module, with its context given. */
export interface EntitlementQuestion {
  refuse(moduleId: string): Promise<string | null>
}

export interface SwitchDependencies extends CatalogDependencies {
  readonly platform: PlatformDatabase
  readonly gate: Pick<DatabaseGate, 'applied'>
  /** What active modules contributed to `platform.entitlements`. */
  readonly entitlements: (
    organizationId: string,
  ) => readonly EntitlementQuestion[] | Promise<readonly EntitlementQuestion[]>
  readonly lifecycle: ModuleLifecycle
  /** Sends again what was parked while a module was off. */
  readonly unpark?: (organizationId: string, moduleId: string) => Promise<void>
  readonly log: Logger
}

export interface SwitchInput extends SwitchRequest {
  readonly organizationId: string
  readonly author: Author
  /** Answer only when every live host answers by the new state. */
  readonly wait?: boolean
  /** How long to wait, in milliseconds. */
  readonly timeout?: number
}

export interface SwitchResult extends SwitchPlan {
  /** The toggle version from which on the answer holds. */
  readonly version: number
  readonly acknowledgement: Acknowledgement | null
}

const ENABLE_WITHIN = 30_000
const ATTEMPTS = 5

/**
 * Switches a module on or off in one organization, with what goes along. Nothing is ever deleted.
 * @throws as `planSwitch`; forbidden `module_not_entitled`; conflict `module_enable_failed`, `modules_changed`
 */
export async function switchModule(
  dependencies: SwitchDependencies,
  input: SwitchInput,
): Promise<SwitchResult> {
  const { platform, gate } = dependencies
  const { plan, version } = await decideAndWrite(dependencies, input)
  await gate.applied(version)
  const settle = input.wait || plan.off.length > 0
  const acknowledgement = settle ? await waitAcknowledged(platform, version, input.timeout) : null
  await runOnDisable(dependencies, input.organizationId, plan.off)
  for (const id of plan.on) await dependencies.unpark?.(input.organizationId, id)
  return { ...plan, version, acknowledgement: input.wait ? acknowledgement : null }
}

async function decideAndWrite(dependencies: SwitchDependencies, input: SwitchInput) {
  const { platform } = dependencies
  const { organizationId, author } = input
  const catalog = await readCatalog(dependencies)
  const decide = (on: ReadonlySet<string>) => planSwitch(catalog, on, input)
  const prepared = new Set<string>()
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // No connection and no lock is held while plugins prepare: the plan is made again under the lock.
    const outcome = await writeSwitch(platform, { organizationId, author, decide, prepared })
    if (outcome.written) return outcome
    const coming = outcome.plan.on.filter((id) => !prepared.has(id))
    await assertEntitled(dependencies, organizationId, coming)
    for (const id of coming) {
      await runOnEnable(dependencies, organizationId, id)
      prepared.add(id)
    }
  }
  throw conflict(
    'modules_changed',
    `Other changes of this organization's modules kept coming between, so "${input.moduleId}" was not switched; try again.`,
  )
}

async function assertEntitled(
  { entitlements }: SwitchDependencies,
  organizationId: string,
  moduleIds: readonly string[],
): Promise<void> {
  const checks = await entitlements(organizationId)
  for (const module of moduleIds) {
    for (const check of checks) {
      const reason = await check.refuse(module)
      if (reason === null) continue
      throw forbidden('module_not_entitled', `"${module}" cannot be switched on: ${reason}`, {
        extra: { module, reason },
      })
    }
  }
}

async function runOnEnable(
  { lifecycle, log }: SwitchDependencies,
  organizationId: string,
  module: string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`onEnable took longer than ${ENABLE_WITHIN} ms.`)),
        ENABLE_WITHIN,
      )
    })
    await Promise.race([lifecycle.onEnable(module, organizationId), late])
  } catch (cause) {
    if (isWaslaError(cause)) throw cause
    log.error({ err: cause, plugin: module, organizationId }, 'onEnable failed; the module stays off.')
    throw conflict(
      'module_enable_failed',
      `"${module}" could not prepare itself for this organization, so it stays off; the log has the cause.`,
      { cause, extra: { module } },
    )
  } finally {
    clearTimeout(timer)
  }
}

// The modules are off whatever this does, so a failure is for the log and not for the administrator.
async function runOnDisable(
  { lifecycle, log }: SwitchDependencies,
  organizationId: string,
  moduleIds: readonly string[],
): Promise<void> {
  for (const module of moduleIds) {
    try {
      await lifecycle.onDisable(module, organizationId)
    } catch (error) {
      log.error(
        { err: error, plugin: module, organizationId },
        'onDisable failed; the module is off all the same.',
      )
    }
  }
}

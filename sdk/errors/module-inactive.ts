import { isWaslaError, notFound, type WaslaError } from './errors.ts'

export const MODULE_INACTIVE = 'module_inactive'

/** Raised when something of a module is asked for in an organization that has switched the module off. */
export function moduleInactive(moduleId: string): WaslaError {
  return notFound(
    MODULE_INACTIVE,
    `The module "${moduleId}" is switched off for this organization, so nothing of it answers; an administrator can switch it on under Modules.`,
    { extra: { module: moduleId } },
  )
}

export function isModuleInactive(error: unknown): boolean {
  return isWaslaError(error) && error.code === MODULE_INACTIVE
}

import type { SystemContext } from '../context/context.ts'
import type { Logger } from '../context/logger.ts'

/** What a plugin may touch while its host starts. */
export interface StartContext<Config = any> {
  readonly plugin: string
  readonly config: Config
  readonly log: Logger
  /** Aborted when starting takes longer than the host allows. */
  readonly signal: AbortSignal
}

export interface Lifecycle<Config = any> {
  /** Declares further things; synchronous, no input or output. */
  readonly register?: () => void
  /** Once per host, after the plugins it requires. Time-limited; a throw quarantines the plugin. */
  readonly start?: (start: StartContext<Config>) => Promise<void>
  readonly stop?: () => Promise<void>
  /** When an organization switches the module on, before it answers; may run again for the same one. A throw keeps it off. */
  readonly onEnable?: (ctx: SystemContext) => Promise<void>
  /** When an organization switches the module off, after it stopped answering. */
  readonly onDisable?: (ctx: SystemContext) => Promise<void>
}

/** The modules that are on for an organization. One object per distinct set, so that sets compare by identity. */
export interface ActiveModules {
  readonly ids: ReadonlySet<string>
  /** The ids, sorted and joined: the key of everything that depends on the set. */
  readonly key: string
}

/**
 * Answers every question about being on; nothing else does. From memory when the host can trust its memory
 * (then not a promise, so that the hot path stays synchronous), from the database when it cannot.
 * @throws unavailable `host_fenced` when the host has lost its lease and cannot ask either
 */
export interface Gate {
  activeModules(organizationId: string): ActiveModules | Promise<ActiveModules>
}

/** A change somewhere in the organization: ids only, the record is read again under one's own permissions. */
export interface LiveChange {
  readonly cursor: string
  /** `crm.customer.created` */
  readonly event: string
  readonly module: string
  readonly ids: Readonly<Record<string, string | number>>
  readonly at: string
}

/** How a job of the organization goes. */
export interface LiveJob {
  readonly id: string
  readonly job: string
  readonly progress: number
  readonly message: string | null
  readonly state: string
}

export type LiveMessage =
  /** From here on nothing is missed. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'change'; readonly change: LiveChange }
  | { readonly kind: 'job'; readonly job: LiveJob }
  /** Jobs, deliveries of webhooks, singletons or tasks such as exports went on; not which. */
  | { readonly kind: 'work'; readonly kinds: readonly ('jobs' | 'webhooks' | 'singletons' | 'tasks')[] }
  /** Those of any organization did: told to the platform's own staff. */
  | { readonly kind: 'operations' }
  /** Modules were switched. */
  | { readonly kind: 'modules' }
  /** So much was missed that everything has to be read again. */
  | { readonly kind: 'reset' }
  /** The connection is gone; it comes back by itself. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'signed-out' }

import { publicService, type ServiceContext } from '@wasla/sdk'

/** What other modules may know of a customer. */
export interface CustomerSummary {
  readonly id: string
  readonly companyName: string
  readonly contactName: string | null
  readonly email: string | null
  /** E.164. */
  readonly phone: string | null
}

/** Read-only answers about customers, for other modules. */
export interface CustomerDirectory {
  /** The customers among these ids that exist in the organization. */
  byIds(ctx: ServiceContext, ids: readonly string[]): Promise<CustomerSummary[]>
}

export const customerDirectory = publicService<CustomerDirectory>('crm.customer-directory')

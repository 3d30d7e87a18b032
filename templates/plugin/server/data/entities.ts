import type { OrganizationContext, SystemContext, TenantContext } from '@wasla/sdk'
import { SampleItem } from './sample-item.entity.ts'

export const entities = [SampleItem] as const

/** A member's context with the tables of this plugin. */
export type AcmeSampleContext = OrganizationContext<typeof entities>
/** Any context inside an organization, for reads that jobs share with requests. */
export type AcmeSampleTenant = TenantContext<typeof entities>
/** Jobs, subscribers and schedules. */
export type AcmeSampleSystem = SystemContext<typeof entities>

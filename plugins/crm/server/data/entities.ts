import type { OrganizationContext, QueryBuilder, TenantContext } from '@wasla/sdk'
import { Activity } from './activity.entity.ts'
import { CustomerImport } from './customer-import.entity.ts'
import { Customer } from './customer.entity.ts'
import { SalesStage } from './sales-stage.entity.ts'

export const entities = [Customer, SalesStage, Activity, CustomerImport] as const

/** A member's context with the tables of this plugin. */
export type CrmContext = OrganizationContext<typeof entities>
/** Any context inside an organization, for reads that jobs and services share with requests. */
export type CrmTenant = TenantContext<typeof entities>
/** Queries over them. */
export type CrmQueries = QueryBuilder<typeof entities>

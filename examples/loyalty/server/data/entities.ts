import type { OrganizationContext, SystemContext, TenantContext, UnitOfWork } from '@wasla/sdk'
import { Account } from './account.entity.ts'
import { PointsEntry } from './points-entry.entity.ts'

export const entities = [Account, PointsEntry] as const

export type LoyaltyContext = OrganizationContext<typeof entities>
export type LoyaltyTenant = TenantContext<typeof entities>
export type LoyaltySystem = SystemContext<typeof entities>
export type LoyaltyUnit = UnitOfWork<typeof entities>

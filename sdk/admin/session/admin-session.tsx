import { createContext, use, type ReactNode } from 'react'
import type { AdminDefinition, Language } from '../plugin/define-admin.ts'
import type { Permission } from '../../access/permission.ts'

export interface LocalizedText {
  readonly en: string
  readonly ar: string
}

export interface CurrentUser {
  readonly id: string
  readonly email: string
  readonly fullName: string
  readonly emailVerified: boolean
  readonly language: Language
  readonly timeZone: string
}

export interface CurrentOrganization {
  readonly id: string
  readonly name: string
  readonly slug: string | null
  readonly defaultLanguage: Language
  readonly timeZone: string
}

export interface ActiveModule {
  readonly id: string
  readonly name: LocalizedText
  readonly icon: string
  readonly version: string
  readonly entry: string | null
  readonly styles: readonly string[]
}

/** Pages of a module that are on and loaded. */
export interface LoadedModule extends ActiveModule {
  readonly admin: AdminDefinition
}

export interface AdminSession {
  readonly user: CurrentUser
  readonly organization: CurrentOrganization
  readonly role: string
  /** They are of the platform's own staff. */
  readonly operator: boolean
  /** An operator of the platform acts as this person, until then. */
  readonly impersonation?: { readonly operator: string; readonly until: string }
  readonly permissions: readonly string[]
  readonly modules: readonly LoadedModule[]
}

const SessionContext = createContext<AdminSession | null>(null)

/** The shell provides it to everything behind the sign-in. */
export function SessionProvider({ session, children }: { session: AdminSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** Who is signed in, where, and what is on. */
export function useSession(): AdminSession {
  const session = use(SessionContext)
  if (session === null) throw new Error('Nobody is signed in here; this belongs inside the shell.')
  return session
}

export function useOrganization(): CurrentOrganization {
  return useSession().organization
}

/** Whether the person holds a permission: `crm.customers.write`. Nothing asked for is granted. */
export function usePermission(permission: Permission | undefined): boolean {
  const { permissions } = useSession()
  return permission === undefined || permissions.includes(permission)
}

/** Whether a module is on and its pages are loaded. */
export function useModuleActive(id: string): boolean {
  return useSession().modules.some((module) => module.id === id)
}

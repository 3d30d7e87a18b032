import type { ComponentType } from 'react'
import type { Permission } from '../../access/permission.ts'

export type Language = 'ar' | 'en'

/** Texts of one language, nested by dots: `{ customers: { title: "العملاء" } }`. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** Loads a language when it is shown: `() => import('./locales/ar.json')`. */
export type TextsSource = () => Promise<{ readonly default: Texts }>

/** A page of the plugin, under `/admin/<plugin id>/<path>`. */
export interface AdminRoute {
  /** Below the plugin's own path; `$name` takes one segment: `customers/$id`. The empty path is its first page. */
  readonly path: string
  /** Loads the page when it is opened: `async () => (await import('./customers.page.tsx')).CustomersPage`. */
  readonly load: () => Promise<ComponentType>
  /** Who may open it: `crm.customers.read`. Any member when it is left out. */
  readonly permission?: Permission
}

/** An entry of the side bar. */
export interface NavItem {
  /** A path of `routes`. */
  readonly path: string
  /** Key of its text in the plugin's own texts. */
  readonly label: string
  /** Name of an icon of `Icon`; the module's own when it is left out. */
  readonly icon?: string
  readonly permission?: Permission
}

/** Something shown on a page that belongs to another module, or to the shell. */
export interface SlotContribution {
  /** Name and version of the slot: `crm.customer.detail/v1`. What it is given stands in the docs of the slot's owner. */
  readonly slot: string
  /** Lower numbers come first. Default 100. */
  readonly order?: number
  readonly permission?: Permission
  /** A component whose props are what the slot gives. */
  readonly load: () => Promise<ComponentType<any>>
}

/** A card on the dashboard. */
export interface Widget {
  readonly id: string
  /** Key of its heading. */
  readonly title: string
  readonly width?: 'half' | 'full'
  readonly permission?: Permission
  readonly load: () => Promise<ComponentType>
}

/** An entry of the ⌘K palette; it leads to a path of the plugin. */
export interface Command {
  readonly id: string
  /** Key of its text. */
  readonly label: string
  readonly path: string
  readonly icon?: string
  readonly permission?: Permission
}

/** What ⌘K shows of a record that it found. */
export interface FoundRecord {
  readonly title: string
  /** What tells it from others of the same name. */
  readonly detail?: string | null
  /** Where it leads, below the plugin's own path: `customers/5`. */
  readonly path: string
}

/**
 * Records that the ⌘K palette finds by what is typed. It asks a list of the API, so the module's being on, the person's
 * permissions and the way of searching are the server's.
 */
export interface RecordSearch {
  /** Key of the heading above what is found. */
  readonly label: string
  /** A list of the API that takes `search` and `limit`: `/crm/customers`. */
  readonly endpoint: string
  readonly icon?: string
  readonly permission?: Permission
  /** @param record an item of the list */
  readonly entry: (record: any) => FoundRecord
}

/** All that a plugin adds to the admin UI. */
export interface AdminDefinition {
  /** The texts under `audit` name the tables for the audit log: `{ "audit": { "customers": "Customer" } }`. */
  readonly locales: Readonly<Record<Language, TextsSource>>
  readonly routes?: readonly AdminRoute[]
  readonly nav?: readonly NavItem[]
  readonly slots?: readonly SlotContribution[]
  readonly widgets?: readonly Widget[]
  readonly commands?: readonly Command[]
  readonly records?: readonly RecordSearch[]
}

/**
 * Declares a plugin's pages; `admin/index.tsx` exports the result as `admin`.
 * @example
 * export const admin = defineAdmin({
 *   locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
 *   nav: [{ path: 'customers', label: 'customers.title', icon: 'contact' }],
 *   routes: [{ path: 'customers', load: async () => (await import('./customers.page.tsx')).CustomersPage }],
 * })
 */
export function defineAdmin(definition: AdminDefinition): AdminDefinition {
  return definition
}

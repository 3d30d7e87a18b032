import {
  defineEntity,
  defineSharedEntity,
  type OrganizationContext,
  type PublicContext,
  type SystemContext,
} from '@wasla/sdk'

declare module '@wasla/sdk' {
  interface Permissions {
    showcase: 'pages'
  }
}

export const Page = defineEntity({
  name: 'ShowcasePage',
  tableName: 'pages',
  properties: (p) => ({
    slug: p.text(),
    title: p.text(),
    published: p.boolean().default(false),
    /** Minor units of `currency`. */
    price: p.bigint().$type<bigint>().default(0),
    currency: p.text().default('SAR'),
    publishedOn: p.date().nullable(),
    score: p.decimal().nullable(),
  }),
  uniques: [['slug']],
})

/** The same for everyone: read by all, written by nobody but the platform. */
export const Currency = defineSharedEntity({
  name: 'ShowcaseCurrency',
  tableName: 'currencies',
  properties: (p) => ({ code: p.text(), decimals: p.integer() }),
})

type Entities = readonly [typeof Page, typeof Currency]
export type ShowcaseContext = OrganizationContext<Entities>
export type ShowcaseVisitor = PublicContext<Entities>
export type ShowcaseSystem = SystemContext<Entities>

/** A list that a plugin owns and others add to: payment providers, message channels, import formats. */
export interface ExtensionPoint<Value = unknown> {
  readonly name: string
  readonly '~value'?: Value
}

export interface Contribution<Value = unknown> {
  readonly plugin: string
  readonly value: Value
}

export interface ContributionDefinition {
  readonly point: ExtensionPoint
  readonly value: unknown
}

/** @example export const leadSources = defineExtensionPoint<LeadSource>('crm.lead-sources') */
export function defineExtensionPoint<Value>(name: string): ExtensionPoint<Value> {
  return { name }
}

/** Adds to an extension point. @example contributes: [contribute(leadSources, { key: 'whatsapp', … })] */
export function contribute<Value>(point: ExtensionPoint<Value>, value: Value): ContributionDefinition {
  return { point, value }
}

import type { FastifyContextConfig } from 'fastify'

/** Who may call a route, in its final form. */
export type Access =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'member' }
  | { readonly kind: 'permission'; readonly permission: string }
  | { readonly kind: 'public'; readonly address: string; readonly parameter: string }
  /** Whoever can sign what is sent. */
  | { readonly kind: 'signed' }

/**
 * Reads a route's access from its `config`, which names exactly one.
 * @returns undefined when it names none or several
 */
export function readAccess(config: FastifyContextConfig | undefined): Access | undefined {
  const access: Access[] = []
  if (config?.permission !== undefined) access.push({ kind: 'permission', permission: config.permission })
  if (config?.member === true) access.push({ kind: 'member' })
  if (config?.public !== undefined) access.push({ kind: 'public', ...config.public })
  if (config?.anonymous === true) access.push({ kind: 'anonymous' })
  return access.length === 1 ? access[0] : undefined
}

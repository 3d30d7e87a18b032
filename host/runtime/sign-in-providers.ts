import type { PlatformOptions } from '@wasla/core'
import type { Config } from '../config/config.schema.ts'

/** The providers that are configured: each needs both its id and its secret. */
export function signInProviders({ signIn }: Config): NonNullable<PlatformOptions['signInProviders']> {
  const configured = Object.entries(signIn).flatMap(([name, { clientId, clientSecret }]) =>
    clientId === undefined || clientSecret === undefined ? [] : [[name, { clientId, clientSecret }]],
  )
  return Object.fromEntries(configured)
}

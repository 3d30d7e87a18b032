import type { Outbound } from '../../outbound/resolve-target.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { ProviderDependencies } from './begin-provider-sign-in.ts'
import { listPlatformProviders, type PlatformProviders } from './provider.ts'
import { createProviderClient } from './provider-client.ts'
import { createProviderDirectory } from './provider-directory.ts'
import { createStateCookie, type StateCookie } from './state-cookie.ts'

export interface ProviderOptions {
  /** Google, Microsoft and Facebook, where the host's configuration has credentials for them. */
  readonly platformProviders: PlatformProviders
  /** Lets issuers be on http and in private networks: in development. */
  readonly insecureProviders: boolean
  /** How organizations' issuers are reached otherwise. */
  readonly outbound: Outbound
}

export interface ProviderDeployment extends ProviderDependencies {
  readonly redirectUri: string
  readonly stateCookie: StateCookie
}

/** All that signing in by providers needs on this host. */
export function deployProviders(
  { platform, keyring, origin }: AccountDependencies,
  { platformProviders, insecureProviders, outbound }: ProviderOptions,
): ProviderDeployment {
  const redirectUri = `${origin}/api/v1/auth/providers/callback`
  return {
    platform,
    origin,
    redirectUri,
    providers: createProviderDirectory(platform, keyring, listPlatformProviders(platformProviders)),
    client: createProviderClient({ redirectUri, insecure: insecureProviders, outbound }),
    stateCookie: createStateCookie(origin.startsWith('https:')),
  }
}

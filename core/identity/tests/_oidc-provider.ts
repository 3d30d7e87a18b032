import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
// It has no types of its own.
// @ts-expect-error -- see above
import { Provider } from 'oidc-provider'

export interface TestIssuer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the issuer says of whoever signs in next. */
  person: { sub: string; email?: string; email_verified?: boolean; name?: string; amr?: string[] }
  stop(): Promise<void>
}

/**
 * An OpenID provider that signs everybody in at once.
 * @param redirectUri where it may send people
 */
export async function startOidcProvider(redirectUri: string): Promise<TestIssuer> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['wasla', 'a secret of wasla and the issuer']
  const running: TestIssuer = {
    issuer,
    clientId,
    clientSecret,
    person: { sub: 'nobody' },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    interactions: {
      url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}`,
    },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ ...running.person, sub }),
    }),
  })
  const callback = provider.callback()
  server.on('request', async (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      callback(request, response)
      return
    }
    const { params, session } = await provider.interactionDetails(request, response)
    const grant = new provider.Grant({
      accountId: session?.accountId ?? running.person.sub,
      clientId: params.client_id,
    })
    grant.addOIDCScope('openid email profile')
    const { amr } = running.person
    const result = {
      login: { accountId: running.person.sub, ...(amr === undefined ? {} : { amr }) },
      consent: { grantId: await grant.save() },
    }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  return running
}

import helmet from '@fastify/helmet'
import { fastify } from 'fastify'

const OWN = ['content-type', 'content-length', 'connection', 'date', 'keep-alive', 'transfer-encoding']

/**
 * What helmet sets for an API that serves no pages. Asked once: the headers never change, and helmet's own
 * hooks would set fifteen of them one by one on every response.
 */
export async function securityHeaders(secure: boolean): Promise<Record<string, string>> {
  const app = fastify()
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // For pages, or for browsers long gone: bytes on every response that protect nobody.
    originAgentCluster: false,
    dnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    crossOriginOpenerPolicy: false,
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure,
  })
  app.get('/', () => '')
  const { headers } = await app.inject('/')
  await app.close()
  const entries = Object.entries(headers).filter(([name]) => !OWN.includes(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

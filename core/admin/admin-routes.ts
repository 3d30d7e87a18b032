import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { notFound } from '@wasla/sdk'
import type { FastifyReply } from 'fastify'
import type { Logger as PinoLogger } from 'pino'
import { z } from 'zod'
import type { PlatformRoutes } from '../http/server-options.ts'
import { bootstrap } from './bootstrap.schema.ts'
import { pagePolicy } from './page-policy.ts'
import { readPluginPages, type PluginPages } from './plugin-pages.ts'
import { readBootstrap, type BootstrapDependencies } from './read-bootstrap.ts'

export interface AdminOptions extends Omit<BootstrapDependencies, 'pages'> {
  /** Holds the built shell: `index.html` and `assets/`. */
  readonly shellDirectory: string
  readonly log: PinoLogger
}

/** The admin UI's routes, by where they are mounted. */
export interface AdminRoutes {
  /** The pages: `/`, `/admin/*`. */
  readonly root: PlatformRoutes
  /** `/ui/bootstrap`, to be mounted under `/api/v1`. */
  readonly api: PlatformRoutes
}

const FOR_EVER = { maxAge: '365d', immutable: true } as const
/** Files of the shell under names that stay, so that browsers find them again. */
const PUBLIC_FILES = [
  'manifest.ar.webmanifest',
  'manifest.en.webmanifest',
  'service-worker.js',
  'offline.html',
  'icon.svg',
  'icons/icon-192.png',
  'icons/icon-512.png',
  'icons/icon-maskable-512.png',
  'icons/apple-touch-icon.png',
] as const
const anonymous = { anonymous: true } as const
const hidden = { hide: true }
const pluginFile = z.object({ id: z.string(), '*': z.string() })

/** Serves the shell, the pages of the plugins, and what the shell needs to know first. */
export function adminRoutes(options: AdminOptions): AdminRoutes {
  const { shellDirectory, registry, log } = options
  const pages = new Map(
    registry.plugins.flatMap((plugin): [string, PluginPages][] => {
      const built = readPluginPages(plugin, log)
      return built === undefined ? [] : [[plugin.id, built]]
    }),
  )
  return {
    root: async (app) => {
      const html = readPage(shellDirectory)
      const policy = html === undefined ? undefined : pagePolicy(html)
      const sendPage = (reply: FastifyReply) => {
        if (html === undefined || policy === undefined) throw notBuilt()
        return reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', policy)
          .header('cache-control', 'no-cache')
          .send(html)
      }
      await app.register(fastifyStatic, { root: shellDirectory, serve: false, preCompressed: true })
      app.get('/', { config: anonymous, schema: hidden }, (_request, reply) => reply.redirect('/admin'))
      app.get('/admin', { config: anonymous, schema: hidden }, (_request, reply) => sendPage(reply))
      app.get('/admin/*', { config: anonymous, schema: hidden }, (_request, reply) => sendPage(reply))
      app.get(
        '/admin/assets/*',
        { config: anonymous, schema: { ...hidden, params: z.object({ '*': z.string() }) } },
        (request, reply) => reply.sendFile(`assets/${request.params['*']}`, FOR_EVER),
      )
      for (const file of PUBLIC_FILES) {
        app.get(`/admin/${file}`, { config: anonymous, schema: hidden }, (_request, reply) => {
          reply.header('cache-control', 'no-cache')
          // Without a policy of its own, the worker could fetch nothing.
          if (policy !== undefined) reply.header('content-security-policy', policy)
          // It may also answer for "/admin" itself, which lies above its own folder.
          if (file === 'service-worker.js') reply.header('service-worker-allowed', '/admin')
          return reply.sendFile(file, { cacheControl: false })
        })
      }
      app.get(
        '/admin/plugins/:id/*',
        { config: anonymous, schema: { ...hidden, params: pluginFile } },
        (request, reply) => {
          const { id, '*': file } = request.params
          const built = pages.get(id)
          if (built === undefined)
            throw notFound('pages_unknown', `The module "${id}" has no pages on this host.`)
          return reply.sendFile(file, built.directory, FOR_EVER)
        },
      )
    },
    api: (app) => {
      app.get(
        '/ui/bootstrap',
        {
          config: anonymous,
          schema: {
            tags: ['Admin UI'],
            summary: 'What the admin UI shows the caller',
            response: { 200: bootstrap },
          },
        },
        async (request, reply) => {
          reply.header('cache-control', 'no-store')
          return readBootstrap({ ...options, pages }, request.session)
        },
      )
    },
  }
}

function readPage(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, 'index.html'), 'utf8')
  } catch {
    return undefined
  }
}

function notBuilt(): Error {
  return notFound(
    'admin_ui_not_built',
    'The admin UI is not built here, so there is no page to show; run "npm run build:admin" and start Wasla again. The API works without it.',
  )
}

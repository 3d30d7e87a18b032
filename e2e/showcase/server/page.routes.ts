import { z } from 'zod'
import { defineRoutes, notFound } from '@wasla/sdk'
import { pageSlug } from './page-slug.address.ts'
import { pageThemes } from './page-themes.ts'
import { pagePublished } from './page.events.ts'
import { Page, type ShowcaseContext, type ShowcaseVisitor } from './page.entity.ts'

const slugParams = z.object({ slug: z.string() })
const newPage = z.object({
  slug: z.string(),
  title: z.string(),
  price: z.string().regex(/^\d+$/).default('0'),
})
const pageSchema = z.object({
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  price: z.bigint(),
  currency: z.string(),
})
const PUBLIC = { address: pageSlug.kind, parameter: 'slug' }

export const pageRoutes = defineRoutes((app) => {
  app.post(
    '/pages',
    {
      config: { permission: 'showcase.pages.write' },
      schema: { body: newPage, response: { 201: pageSchema } },
    },
    async (request, reply) => {
      const ctx: ShowcaseContext = request.context
      const page = await ctx.db.write(async (unit) => {
        await unit.claimAddress(pageSlug.kind, request.body.slug)
        const created = unit.create(Page, {
          ...request.body,
          slug: pageSlug.normalize(request.body.slug),
          price: BigInt(request.body.price),
        })
        await unit.flush()
        unit.emit(pagePublished, { pageId: created.id })
        return {
          id: created.id,
          slug: created.slug,
          title: created.title,
          price: created.price,
          currency: created.currency,
        }
      })
      return reply.code(201).send(page)
    },
  )

  app.get(
    '/themes',
    {
      config: { member: true },
      schema: { response: { 200: z.object({ themes: z.array(z.string()) }) } },
    },
    async (request) => ({ themes: request.context.contributions(pageThemes).map(({ value }) => value.key) }),
  )

  app.get(
    '/public/:slug',
    {
      config: { public: PUBLIC },
      schema: { params: slugParams, response: { 200: z.object({ title: z.string() }) } },
    },
    async (request) => {
      const ctx: ShowcaseVisitor = request.publicContext
      const page = await ctx.db.readFirst((sql) =>
        sql
          .selectFrom('pages')
          .select(['id', 'title'])
          .where('slug', '=', pageSlug.normalize(request.params.slug)),
      )
      if (page === undefined) throw notFound('showcase.page_not_found', 'There is no such page.')
      return { title: page.title }
    },
  )
})

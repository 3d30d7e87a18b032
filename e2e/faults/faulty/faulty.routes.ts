import { z } from 'zod'
import { defineRoutes } from '@wasla/sdk'

const blockSchema = z.strictObject({ milliseconds: z.int().positive() })
const hoardSchema = z.strictObject({ megabytes: z.int().positive() })

const hoard: { readonly number: number }[] = []
/** What an object with one number takes, roughly, with its place in the list. */
const OBJECTS_PER_MEGABYTE = 40_000

function keepBusy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

function hold(megabytes: number): void {
  for (let count = 0; count < megabytes * OBJECTS_PER_MEGABYTE; count += 1) hoard.push({ number: count })
}

export const faultyRoutes = defineRoutes((app) => {
  app.post(
    '/blocks',
    { config: { member: true }, schema: { body: blockSchema, response: { 200: blockSchema } } },
    (request) => {
      keepBusy(request.body.milliseconds)
      return request.body
    },
  )
  app.post(
    '/hoards',
    { config: { member: true }, schema: { body: hoardSchema, response: { 200: hoardSchema } } },
    (request) => {
      hold(request.body.megabytes)
      return request.body
    },
  )
})

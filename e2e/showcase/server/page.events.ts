import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** Version 1 called the id `page`. */
export const pagePublished = defineEvent({
  name: 'showcase.page.published',
  version: 2,
  payload: z.strictObject({ pageId: z.uuid() }),
  upcast: { 1: (old: { page: string }) => ({ pageId: old.page }) },
})

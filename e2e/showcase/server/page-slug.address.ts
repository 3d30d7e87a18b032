import { defineAddressKind, invalid } from '@wasla/sdk'

export const pageSlug = defineAddressKind({
  kind: 'showcase.page-slug',
  normalize: (key) => {
    const slug = key.trim().toLowerCase()
    if (/^[a-z0-9-]{3,40}$/.test(slug)) return slug
    throw invalid('showcase.slug_invalid', 'A slug has 3 to 40 letters, digits or dashes.', {
      fields: [{ field: 'slug', message: 'is no slug' }],
    })
  },
})

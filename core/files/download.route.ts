import type { RouteServer } from '@wasla/sdk'
import { mayBeShown } from './content-type.ts'
import { contentDisposition } from './file-name.ts'
import type { FileStoreDependencies } from './file-store.ts'
import { findLinkedFile } from './file-records.ts'
import { fileParams, linkQuery } from './files.schema.ts'
import { assertLink } from './signed-link.ts'
import { fileNotFound } from './store-file.ts'

/** The content, for whoever has a link that is signed and has not expired. */
export function downloadRoute(app: RouteServer, { platform, storage, signer }: FileStoreDependencies): void {
  app.get(
    '/files/:id/content',
    {
      config: { anonymous: true },
      schema: {
        tags: ['Files'],
        summary: "A file's content, by a signed link",
        params: fileParams,
        querystring: linkQuery,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      assertLink(signer, id, request.query)
      const file = await findLinkedFile(platform, id)
      if (file === undefined) throw fileNotFound()
      const shown = request.query.inline === '1' && mayBeShown(file.contentType)
      return (
        reply
          .type(file.contentType)
          .header('content-length', file.size)
          .header('content-disposition', contentDisposition(shown ? 'inline' : 'attachment', file.name))
          // What was uploaded runs nothing here, even if a browser takes it for a page.
          .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, max-age=0, no-store')
          .send(await storage.read(file.storageKey))
      )
    },
  )
}

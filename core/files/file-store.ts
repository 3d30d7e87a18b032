import type { FileStore, StoredFile, TenantContext } from '@wasla/sdk'
import type { Signer } from '../encryption/keyring.ts'
import { claimFile, findFile, markRemoved, type FileRecord } from './file-records.ts'
import { signLink } from './signed-link.ts'
import { discard, fileNotFound, storeFile, type FileDependencies } from './store-file.ts'

export interface FileStoreDependencies extends FileDependencies {
  readonly signer: Signer
  /** Links begin with it; without one they are paths. */
  readonly publicUrl?: string
}

/** What modules do with files: each with its own, in its context's organization. */
export function createFileStore(dependencies: FileStoreDependencies): FileStore {
  const { platform, storage, signer, publicUrl = '' } = dependencies

  async function own({ organizationId, plugin }: TenantContext, id: string): Promise<FileRecord> {
    const file = await findFile(platform, organizationId, id)
    if (file?.plugin !== plugin) throw fileNotFound()
    return file
  }

  return {
    put: async (ctx, input) =>
      publicFile(
        await storeFile(
          dependencies,
          { organizationId: ctx.organizationId, plugin: ctx.plugin, uploadedBy: uploaderOf(ctx) },
          input,
        ),
      ),
    async keep(ctx, id) {
      const file = await claimFile(platform, {
        organizationId: ctx.organizationId,
        plugin: ctx.plugin,
        id,
        uploader: uploaderOf(ctx),
      })
      if (file === undefined) throw fileNotFound()
      return publicFile(file)
    },
    find: async (ctx, id) => publicFile(await own(ctx, id)),
    async get(ctx, id) {
      const file = await own(ctx, id)
      return { file: publicFile(file), body: await storage.read(file.storageKey) }
    },
    signedUrl: async (ctx, id, options = {}) =>
      `${publicUrl}${signLink(signer, (await own(ctx, id)).id, options)}`,
    async remove({ organizationId, plugin }, id) {
      const removed = await platform.transaction((query) =>
        markRemoved(query, 'f.organization_id = $1 and f.id = $2 and f.plugin_id = $3', [
          organizationId,
          id,
          plugin,
        ]),
      )
      for (const file of removed) await discard({ platform, storage }, file)
    },
  }
}

/** The member who acts; the platform itself may keep anybody's upload. */
function uploaderOf(ctx: TenantContext): string | null {
  return 'principal' in ctx ? (ctx as { principal: { id: string } }).principal.id : null
}

export function publicFile({
  id,
  name,
  contentType,
  size,
  sha256,
  createdAt,
  expiresAt,
}: FileRecord): StoredFile {
  return { id, name, contentType, size, sha256, createdAt, expiresAt }
}

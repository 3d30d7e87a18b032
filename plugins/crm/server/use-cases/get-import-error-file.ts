import { fileStore } from '@wasla/sdk'
import { errorFileMissing } from '../crm.errors.ts'
import { readImport } from '../data/customer-import.view.ts'
import type { CrmContext } from '../data/entities.ts'

/**
 * Where the refused lines of an import can be fetched for a while.
 * @throws not-found `crm.import_not_found`, `crm.import_error_file_missing`, `file_not_found` when it has expired
 */
export async function getImportErrorFile(ctx: CrmContext, importId: string): Promise<string> {
  ctx.authorize('crm.imports.read')
  const { errorFileId } = await readImport(ctx, importId)
  if (errorFileId === null) throw errorFileMissing()
  return ctx.use(fileStore).signedUrl(errorFileId)
}

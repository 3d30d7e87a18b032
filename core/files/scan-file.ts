import type { Readable } from 'node:stream'
import { invalid, unavailable, type FileScanner, type SystemContext } from '@wasla/sdk'

/** The scanners of an organization's active modules, each with the context it runs in. */
export type FindScanners = (
  organizationId: string,
) => Promise<
  readonly { readonly plugin: string; readonly scanner: FileScanner; readonly ctx: SystemContext }[]
>

export interface ScannedFile {
  readonly name: string
  readonly contentType: string
  readonly size: number
  read(): Promise<Readable>
}

/** @throws invalid `file_infected`; unavailable `file_scan_failed` when a scanner cannot tell */
export async function scanFile(find: FindScanners, organizationId: string, file: ScannedFile): Promise<void> {
  for (const { plugin, scanner, ctx } of await find(organizationId)) {
    const result = await scanner.scan(ctx, file).catch((cause: unknown) => {
      throw unavailable(
        'file_scan_failed',
        `The scanner of "${plugin}" could not look at the file, so it was not stored; try again later.`,
        { cause },
      )
    })
    if (!result.clean)
      throw invalid(
        'file_infected',
        `The file was refused by the scanner of "${plugin}", so it was not stored: ${result.reason}`,
      )
  }
}

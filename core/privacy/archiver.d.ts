// archiver 8 comes without types; these are the parts in use.
declare module 'archiver' {
  import type { Readable, Transform } from 'node:stream'

  interface EntryData {
    readonly name: string
    readonly date?: Date
  }

  export class ZipArchive extends Transform {
    constructor(options?: { readonly zlib?: { readonly level?: number } })
    append(source: Readable | Buffer | string, data: EntryData): this
    finalize(): Promise<void>
    abort(): this
  }
}

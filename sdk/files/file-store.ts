import type { Readable } from 'node:stream'
import type { SystemContext, TenantContext } from '../context/context.ts'
import { defineExtensionPoint } from '../hooks/extension-point.ts'
import { publicService } from '../services/service-ref.ts'

/** A file that is there, whole, with what is known of it. */
export interface StoredFile {
  readonly id: string
  readonly name: string
  /** What its bytes are, which is not always what the uploader said. */
  readonly contentType: string
  /** Bytes. */
  readonly size: number
  /** SHA-256 in hexadecimal. */
  readonly sha256: string
  readonly createdAt: Date
  /** When it goes by itself; `null` when it stays until it is removed. */
  readonly expiresAt: Date | null
}

export interface FileInput {
  readonly name: string
  readonly body: Readable | Uint8Array | string
  /** What it is said to be; the bytes decide. */
  readonly contentType?: string
  /** Bytes, when less than the host allows. */
  readonly maxSize?: number
  /** Types that may come in, such as `image/*` or `application/pdf`. Default: all but programs. */
  readonly accept?: readonly string[]
  readonly expiresAt?: Date
}

export interface LinkOptions {
  /** Seconds for which the link works. Default 300, at most a week. */
  readonly expiresIn?: number
  /** Show it in the browser, if its type is harmless, instead of downloading it. */
  readonly inline?: boolean
}

/**
 * The files of an organization's modules. A module sees its own; its own records say who may have them, and people get
 * them by `signedUrl`. Not part of a unit of work: put or keep the file first, then write the record that names it.
 * @throws not-found `file_not_found`; forbidden `file_quota_exceeded`; invalid `file_too_large`, `file_type_refused`,
 *   `file_infected`; unavailable `storage_full`
 */
export interface FileStore {
  put(ctx: TenantContext, input: FileInput): Promise<StoredFile>
  /** Takes over what a person uploaded by `POST /files`, which goes after a day otherwise. Idempotent. */
  keep(ctx: TenantContext, id: string): Promise<StoredFile>
  find(ctx: TenantContext, id: string): Promise<StoredFile>
  get(ctx: TenantContext, id: string): Promise<{ readonly file: StoredFile; readonly body: Readable }>
  /** Whoever has it has the file, until it expires. Check permissions before you give it out. */
  signedUrl(ctx: TenantContext, id: string, options?: LinkOptions): Promise<string>
  /** Idempotent. */
  remove(ctx: TenantContext, id: string): Promise<void>
}

/** @example const file = await ctx.use(fileStore).put({ name: 'invoice.pdf', body: stream, accept: ['application/pdf'] }) */
export const fileStore = publicService<FileStore>('platform.file-store')

/** Looks at every file before it counts as stored: a virus scanner. One that throws keeps the file out. */
export interface FileScanner {
  scan(
    ctx: SystemContext,
    file: {
      readonly name: string
      readonly contentType: string
      readonly size: number
      read(): Promise<Readable>
    },
  ): Promise<{ readonly clean: true } | { readonly clean: false; readonly reason: string }>
}

/** The platform's own extension point. @example contributes: [contribute(fileScanners, clamav)] */
export const fileScanners = defineExtensionPoint<FileScanner>('platform.file-scanners')

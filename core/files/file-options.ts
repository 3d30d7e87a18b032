/** Where objects lie. */
export type StorageOptions =
  | { readonly kind: 'disk'; readonly directory: string }
  | {
      readonly kind: 's3'
      readonly bucket: string
      readonly region: string
      /** Of a service that speaks S3, when it is not Amazon's. */
      readonly endpoint?: string
      readonly accessKeyId: string
      readonly secretAccessKey: string
    }

export interface FileOptions {
  readonly storage: StorageOptions
  /** Bytes of one file. */
  readonly maxSize: number
  /** Bytes of one organization. */
  readonly quota: number
}

/** A record of some plugin: the plugin's id, its entity's name and the record's id. */
export interface RecordReference {
  readonly plugin: string
  readonly type: string
  readonly id: string
}

/** A link between records of two plugins. */
export interface RecordLink {
  readonly kind: string
  readonly from: RecordReference
  readonly to: RecordReference
}

import { defineEntity } from '@wasla/sdk'

/** One line of an imported file that was refused, or taken with a reservation. */
export interface ImportRemark {
  /** In the file, from 1, the header included. */
  readonly line: number
  readonly severity: 'error' | 'warning'
  readonly field: string
  readonly message: string
}

export const CustomerImport = defineEntity({
  name: 'CustomerImport',
  tableName: 'customer_imports',
  properties: (p) => ({
    status: p.text().$type<'waiting' | 'running' | 'finished'>(),
    dryRun: p.boolean(),
    /** The member who uploaded it. */
    requestedBy: p.uuid(),
    /** The uploaded file; emptied when the import is finished. */
    source: p.text(),
    /** Rows that were taken or skipped so far. */
    processed: p.integer().default(0),
    created: p.integer().default(0),
    updated: p.integer().default(0),
    refused: p.integer().default(0),
    remarks: p.json<ImportRemark[]>().defaultRaw("'[]'::jsonb"),
    /** In the file store, for some days: the refused lines with their reasons. */
    errorFileId: p.uuid().nullable(),
    finishedAt: p.datetime().nullable(),
  }),
})

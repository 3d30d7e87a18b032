import { useEffect, useState } from 'react'
import { callApi, type QueryValues } from '../api/api-client.ts'
import { useApi, useChange } from '../api/use-api.ts'
import { toast } from '../feedback/toast.ts'
import type { Column, FieldOf } from './table-types.ts'

const PATH = '/exports'

/** A list on its way into a CSV file, as `/exports` tells of it. */
export interface ListExport {
  readonly id: string
  readonly list: string
  readonly status: 'waiting' | 'running' | 'completed' | 'failed'
  readonly rows: number
  readonly failure: { readonly code: string; readonly message: string } | null
}

export interface ListExports {
  /** The person's own of this list, newest first, whichever window began them. */
  readonly items: readonly ListExport[]
  readonly beginning: boolean
  begin(): void
  download(id: string): void
  /** Ends it, or throws its file away. */
  forget(id: string): void
}

export interface ExportedList<Row> {
  readonly id: string
  readonly endpoint: string
  readonly query: QueryValues
  readonly whole: boolean
  readonly columns: readonly Column<Row>[]
  /** Its rows are there: until then nothing is asked beside them. */
  readonly shown: boolean
}

/** Exports of a list. They are made on the server, so they survive the page; what this window began, it downloads. */
export function useListExports<Row>({
  id,
  endpoint,
  query,
  whole,
  columns,
  shown,
}: ExportedList<Row>): ListExports {
  const written = columns.flatMap(({ header, csv }) =>
    csv === undefined ? [] : [{ header, fields: [csv].flat() as FieldOf<Row>[] }],
  )
  const exports = useApi<{ items: ListExport[] }>(PATH, {}, { enabled: shown && written.length > 0 })
  const change = useChange<ListExport | null>([PATH])
  const [begun, setBegun] = useState<string>()
  const items = (exports.data?.items ?? []).filter(({ list }) => list === id)

  const download = async (which: string): Promise<void> => {
    try {
      location.assign((await callApi<{ url: string }>('POST', `${PATH}/${which}/link`, { body: {} })).url)
    } catch (error) {
      toast.error(error)
    }
  }
  const awaited = items.find((each) => each.id === begun)?.status
  useEffect(() => {
    if (begun === undefined || (awaited !== 'completed' && awaited !== 'failed')) return
    setBegun(undefined)
    if (awaited === 'completed') void download(begun)
  }, [begun, awaited])

  return {
    items,
    beginning: change.isPending,
    begin: () => {
      const asked = Object.entries(query).filter(
        ([, value]) => value !== undefined && value !== null && value !== '',
      )
      const body = { list: id, path: endpoint, query: Object.fromEntries(asked), whole, columns: written }
      change.mutate(
        { method: 'POST', path: PATH, body },
        { onSuccess: (order) => setBegun(order?.id), onError: (error) => toast.error(error) },
      )
    },
    download: (which) => void download(which),
    forget: (which) =>
      change.mutate(
        { method: 'DELETE', path: `${PATH}/${which}` },
        { onError: (error) => toast.error(error) },
      ),
  }
}

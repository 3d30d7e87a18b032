import { callApi, type QueryValues } from '../api/api-client.ts'
import { downloadText, toCsv } from './csv.ts'
import type { Column, Page } from './table-types.ts'

/** Reads every page of a list and hands it over as a CSV file. */
export async function exportRows<Row>(
  name: string,
  endpoint: string,
  query: QueryValues,
  columns: readonly Column<Row>[],
  whole = false,
): Promise<number> {
  const written = columns.filter((column) => column.csv !== undefined)
  const lines = [written.map(({ header }): string | number | null | undefined => header)]
  let cursor: string | null = null
  do {
    const page: Page<Row> = await callApi<Page<Row>>('GET', endpoint, {
      query: whole ? query : { ...query, limit: 100, cursor },
    })
    for (const row of page.items) lines.push(written.map(({ csv }) => csv?.(row)))
    cursor = page.nextCursor ?? null
  } while (cursor !== null)
  downloadText(`${name}.csv`, 'text/csv;charset=utf-8', toCsv(lines))
  return lines.length - 1
}

import type { Column } from '@wasla/sdk/admin'

/** The name of a job, a queue, an event or a subscriber, as it stands in the code. */
export const nameColumn = <Row,>(
  id: keyof Row & string,
  header: string,
  name: (row: Row) => string,
): Column<Row> => ({
  id,
  header,
  narrow: 'title',
  cell: (row) => <bdi className="font-mono text-sm">{name(row)}</bdi>,
  csv: id,
})

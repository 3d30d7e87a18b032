import { useFormat, type Column } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** Whose it is. */
export const organizationColumn = <
  Row extends { readonly organizationId: string; readonly organizationName: string | null },
>(
  header: string,
): Column<Row> => ({
  id: 'organization',
  header,
  narrow: 'detail',
  cell: ({ organizationName, organizationId }) =>
    organizationName ?? <bdi className="font-mono text-sm">{organizationId}</bdi>,
  csv: ['organizationName', 'organizationId'],
})

type Count = 'waiting' | 'running' | 'parked' | 'dead'

/** Columns of figures: counts, of which those that gave up stand out, and for how long the oldest has waited. */
export function useFigureColumns() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const count = <Row extends Partial<Record<Count, number>>>(of: Count, detail = false): Column<Row> => ({
    id: of,
    header: t(`operations.figures.${of}`),
    numeric: true,
    narrow: detail ? 'detail' : undefined,
    cell: (row) => {
      const number = row[of] ?? 0
      const tone =
        number === 0 ? 'text-ink-faint' : of === 'dead' ? 'font-medium text-danger-strong' : undefined
      return (
        <span className={tone}>
          <span className="sm:hidden">{t(`operations.figures.${of}`)} </span>
          {format.number(number)}
        </span>
      )
    },
    csv: of,
  })
  const behind = <Row extends { readonly lagSeconds: number }>(): Column<Row> => ({
    id: 'behind',
    header: t('operations.figures.behind'),
    numeric: true,
    narrow: 'detail',
    cell: ({ lagSeconds }) =>
      lagSeconds < 1 ? (
        <span className="text-ink-faint">{t('operations.in-time')}</span>
      ) : (
        format.duration(lagSeconds)
      ),
    csv: 'lagSeconds',
  })
  return { count, behind }
}

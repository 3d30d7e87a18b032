import { useFormat } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** How many rows of which table. */
export function RowsByTable({ rows }: { rows: Readonly<Record<string, number>> }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  return (
    <table className="mb-4 w-full text-sm">
      <thead>
        <tr className="text-ink-muted">
          <th scope="col" className="py-1 text-start font-medium">
            {t('modules.table')}
          </th>
          <th scope="col" className="py-1 text-end font-medium">
            {t('modules.rows')}
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(rows).map(([table, count]) => (
          <tr key={table} className="border-t border-line">
            <td className="py-1">
              <bdi className="font-mono">{table}</bdi>
            </td>
            <td className="py-1 text-end tabular-nums">{format.number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

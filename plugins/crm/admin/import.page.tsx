import { ButtonLink, Card, FileUpload, Page, PageHeader, Switch, useApi, useTexts } from '@wasla/sdk/admin'
import { useState } from 'react'
import { ImportProgress } from './components/import-progress.tsx'

/** Customers from a spreadsheet; the import goes on when the page is left, and is found again in any window. */
export function ImportPage() {
  const t = useTexts()
  const [dryRun, setDryRun] = useState(false)
  const imports = useApi<{ items: { id: string }[] }>('/crm/imports')
  const latest = imports.data?.items[0]
  return (
    <Page narrow>
      <PageHeader
        title={t('import.title')}
        description={t('import.hint')}
        back={{ to: '/crm/customers', label: t('customers.title') }}
      />
      <Card>
        <FileUpload
          path="/crm/imports"
          query={{ dryRun }}
          accept=".csv,text/csv"
          contentType="text/csv"
          hint={t('import.file-hint')}
          onUploaded={() => void imports.refetch()}
        />
        <label className="mt-4 flex items-center gap-3">
          <Switch checked={dryRun} onCheckedChange={setDryRun} />
          {t('import.dry-run')}
        </label>
      </Card>
      {latest !== undefined && (
        <>
          <ImportProgress id={latest.id} />
          <div>
            <ButtonLink to="/crm/customers">{t('import.show')}</ButtonLink>
          </div>
        </>
      )}
    </Page>
  )
}

import { ButtonLink, Card, FileUpload, Page, PageHeader, Switch, useTexts } from '@wasla/sdk/admin'
import { useState } from 'react'
import { ImportProgress } from './components/import-progress.tsx'

const LAST = 'wasla.crm.import'

/** Customers from a spreadsheet; the import goes on, and is found again, when the page is left. */
export function ImportPage() {
  const t = useTexts()
  const [dryRun, setDryRun] = useState(false)
  const [id, setId] = useState(() => sessionStorage.getItem(LAST))
  const follow = (started: { id: string }): void => {
    sessionStorage.setItem(LAST, started.id)
    setId(started.id)
  }
  return (
    <Page narrow>
      <PageHeader
        title={t('import.title')}
        description={t('import.hint')}
        back={{ to: '/crm/customers', label: t('customers.title') }}
      />
      <Card>
        <FileUpload<{ id: string }>
          path="/crm/imports"
          query={{ dryRun }}
          accept=".csv,text/csv"
          contentType="text/csv"
          hint={t('import.file-hint')}
          onUploaded={follow}
        />
        <label className="mt-4 flex items-center gap-3">
          <Switch checked={dryRun} onCheckedChange={setDryRun} />
          {t('import.dry-run')}
        </label>
      </Card>
      {id !== null && <ImportProgress id={id} />}
      {id !== null && (
        <div>
          <ButtonLink to="/crm/customers">{t('import.show')}</ButtonLink>
        </div>
      )}
    </Page>
  )
}

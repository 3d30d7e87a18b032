import { Page, PageHeader, useTexts } from '@wasla/sdk/admin'

export function SampleItemPage() {
  const t = useTexts()
  return (
    <Page>
      <PageHeader title={t('sample-item.title')} />
    </Page>
  )
}

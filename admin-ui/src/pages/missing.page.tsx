import { ButtonLink, Card, EmptyState, Page } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

export function MissingPage() {
  const { t } = useTranslation('wasla')
  return (
    <Page>
      <Card>
        <EmptyState
          heading
          icon="help"
          title={t('missing.title')}
          description={t('missing.hint')}
          action={<ButtonLink to="/">{t('switched-off.home')}</ButtonLink>}
        />
      </Card>
    </Page>
  )
}

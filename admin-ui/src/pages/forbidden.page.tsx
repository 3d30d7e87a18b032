import { ButtonLink, Card, EmptyState, Page } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** The role of the person does not reach here; says what would be needed: a permission, or to be of the platform's staff. */
export function ForbiddenPage({ permission }: { permission: string | undefined }) {
  const { t } = useTranslation('wasla')
  return (
    <Page>
      <Card>
        <EmptyState
          heading
          icon="shield"
          title={t('forbidden.title')}
          description={
            permission === undefined
              ? t('forbidden.operators')
              : t('forbidden.hint', { permission: `\u2068${permission}\u2069` })
          }
          action={<ButtonLink to="/">{t('switched-off.home')}</ButtonLink>}
        />
      </Card>
    </Page>
  )
}

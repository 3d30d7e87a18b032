import { ButtonLink, Card, EmptyState, Page } from '@wasla/sdk/admin'
import { Trans, useTranslation } from 'react-i18next'

/** The role of the person does not reach here; says what would be needed. */
export function ForbiddenPage({ permission }: { permission: string }) {
  const { t } = useTranslation('wasla')
  return (
    <Page>
      <Card>
        <EmptyState
          icon="shield"
          title={t('forbidden.title')}
          description={
            <Trans
              ns="wasla"
              i18nKey="forbidden.hint"
              values={{ permission }}
              components={{ code: <bdi className="font-mono text-sm" /> }}
            />
          }
          action={<ButtonLink to="/">{t('switched-off.home')}</ButtonLink>}
        />
      </Card>
    </Page>
  )
}

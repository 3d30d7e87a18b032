import {
  ButtonLink,
  Card,
  EmptyState,
  Page,
  SkeletonLines,
  useApi,
  usePermission,
  usePreferences,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Module } from '../modules/module.ts'
import { MissingPage } from './missing.page.tsx'

/** For whoever stands on a page of a module that is off: it has left, nothing is lost. */
export function SwitchedOffPage({ id, wasHere }: { id: string; wasHere: boolean }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const readable = usePermission('platform.modules.read')
  const module = useApi<Module>(`/modules/${encodeURIComponent(id)}`, {}, { enabled: readable })
  if (!wasHere && (module.isError || !readable)) return <MissingPage />
  // It may be no module at all.
  if (!wasHere && module.isPending) return <SkeletonLines />
  const name = module.data?.name[language] ?? id
  return (
    <Page>
      <Card>
        <EmptyState
          heading
          icon={module.data?.icon ?? 'puzzle'}
          title={t('switched-off.title', { module: name })}
          description={t('switched-off.hint')}
          action={
            <>
              <ButtonLink to="/">{t('switched-off.home')}</ButtonLink>
              {readable && (
                <ButtonLink to="/modules" variant="primary">
                  {t('switched-off.modules')}
                </ButtonLink>
              )}
            </>
          }
        />
      </Card>
    </Page>
  )
}

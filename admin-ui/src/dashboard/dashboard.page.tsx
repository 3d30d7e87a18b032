import {
  ButtonLink,
  Card,
  EmptyState,
  lazyComponent,
  Page,
  PageHeader,
  PluginBoundary,
  Skeleton,
  SkeletonLines,
  usePermission,
  usePreferences,
  useSession,
} from '@wasla/sdk/admin'
import { createElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useModulesLoading, useModulesSettled } from '../layout/modules-loading.tsx'

/** Stands for a widget until the modules have come. */
function Waiting() {
  return (
    <div className="grid min-h-67">
      <Card padded={false} title={<Skeleton className="w-32" />}>
        <SkeletonLines lines={5} />
      </Card>
    </div>
  )
}

/** The first page: what the modules that are on have to say. */
export function DashboardPage() {
  const { t } = useTranslation()
  const { modules, user, organization, permissions } = useSession()
  const { language } = usePreferences()
  const loading = useModulesLoading()
  const settled = useModulesSettled()
  const mayChoose = usePermission('platform.modules.write')
  const widgets = (settled ? modules : []).flatMap((module) =>
    (module.admin.widgets ?? [])
      .filter(({ permission }) => permission === undefined || permissions.includes(permission))
      .map((widget) => ({ module, widget })),
  )
  const [first = ''] = user.fullName.split(' ')
  return (
    <Page>
      <PageHeader
        title={t('wasla:dashboard.welcome', { name: first })}
        description={<bdi>{organization.name}</bdi>}
      />
      {modules.length === 0 && !loading && (
        <Card>
          <EmptyState
            icon="puzzle"
            title={t('wasla:dashboard.empty')}
            description={t('wasla:dashboard.empty-hint')}
            action={
              mayChoose && (
                <ButtonLink to="/modules" variant="primary">
                  {t('wasla:dashboard.choose')}
                </ButtonLink>
              )
            }
          />
        </Card>
      )}
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        {!settled && <Waiting />}
        {!settled && <Waiting />}
        {widgets.map(({ module, widget }) => (
          <div
            key={`${module.id}/${widget.id}`}
            // Room for what a widget usually says, so that the next one stays where it is while this one loads.
            className={`grid min-h-67 ${widget.width === 'full' ? 'lg:col-span-2' : ''}`}
          >
            <Card title={t(`${module.id}:${widget.title}`)} padded={false}>
              <PluginBoundary plugin={module.id} name={module.name[language]}>
                {createElement(lazyComponent(widget.load))}
              </PluginBoundary>
            </Card>
          </div>
        ))}
      </div>
    </Page>
  )
}

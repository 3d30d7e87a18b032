import {
  Badge,
  Button,
  callApi,
  DetailList,
  Drawer,
  Progress,
  Time,
  toast,
  useApi,
  useFormat,
  usePermission,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { useModuleName } from '../modules/use-module-name.ts'
import { personOf, STATUS_TONES, type PrivacyRequest } from './privacy-request.ts'

function Report({ report }: Pick<PrivacyRequest, 'report'>) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const moduleName = useModuleName()
  const parts = [
    ...Object.entries(report.modules ?? {}),
    ...(report.platform === undefined
      ? []
      : [['platform', { status: 'done', erased: report.platform }] as const]),
  ]
  return (
    <ul className="mt-5 flex flex-col gap-3">
      {parts.map(([module, { status, ...result }]) => (
        <li key={module} className="rounded-lg border border-line p-3">
          <p className="flex items-center justify-between gap-3 font-medium">
            <bdi>{moduleName(module)}</bdi>
            <Badge tone={status === 'done' || status === 'no_personal_data' ? 'success' : 'danger'}>
              {t(`privacy.part.${status}`, { defaultValue: status })}
            </Badge>
          </p>
          {'exported' in result &&
            Object.entries(result.exported ?? {}).map(([type, count]) => (
              <p key={type} className="mt-1 flex justify-between text-sm text-ink-muted">
                <bdi>{type}</bdi> <span className="tabular-nums">{format.number(count)}</span>
              </p>
            ))}
          {result.erased?.map(({ type, erased, anonymised, kept }) => (
            <div key={type} className="mt-1 text-sm text-ink-muted">
              <p className="flex justify-between">
                <bdi>{type}</bdi>{' '}
                <span>
                  {t('privacy.erased', {
                    erased: format.number(erased),
                    anonymised: format.number(anonymised),
                  })}
                </span>
              </p>
              {kept.map(({ count, reason }) => (
                <p key={reason} dir="auto" className="text-start text-warning-strong">
                  {t('privacy.kept', { number: format.number(count), reason })}
                </p>
              ))}
            </div>
          ))}
          {'reason' in result && result.reason !== undefined && (
            <p dir="auto" className="mt-1 text-start text-sm text-danger-strong">
              {result.reason}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

/** How far a request is, and what came of it. */
export function RequestDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.privacy.write')
  const { data } = useApi<PrivacyRequest>(`/privacy/requests/${id}`)
  const download = async (): Promise<void> => {
    try {
      const { url } = await callApi<{ url: string }>('POST', `/privacy/requests/${id}/link`)
      location.assign(url)
    } catch (error) {
      toast.error(error)
    }
  }
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={data === undefined ? t('privacy.title') : t(`privacy.kinds.${data.kind}`)}
      actions={
        data?.hasArchive === true &&
        mayWrite && (
          <Button variant="primary" icon="download" onClick={() => void download()}>
            {t('privacy.download')}
          </Button>
        )
      }
    >
      {data !== undefined && (
        <>
          <DetailList
            items={[
              [t('privacy.person'), personOf(data.subject) || t('privacy.forgotten')],
              [
                t('privacy.status'),
                <Badge key="status" tone={STATUS_TONES[data.status]}>
                  {t(`privacy.states.${data.status}`)}
                </Badge>,
              ],
              [t('privacy.asked'), <Time key="asked" value={data.createdAt} show="date-time" />],
            ]}
          />
          {['waiting', 'running'].includes(data.status) && (
            <div className="mt-4">
              <Progress value={data.progress * 100} label={t(`privacy.states.${data.status}`)} />
            </div>
          )}
          {data.report.refusal !== undefined && (
            <p dir="auto" className="mt-4 rounded-md bg-danger-soft p-3 text-start text-danger-strong">
              {data.report.refusal.reason}
            </p>
          )}
          <Report report={data.report} />
        </>
      )}
    </Drawer>
  )
}

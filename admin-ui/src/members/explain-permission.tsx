import {
  Badge,
  Drawer,
  ErrorState,
  Field,
  Select,
  SkeletonLines,
  useApi,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePermissionCatalogue } from '../roles/use-permission-catalogue.ts'
import type { Member } from './member.ts'
import { useRoleOptions } from './use-role-options.ts'

interface Explanation {
  readonly allowed: boolean
  readonly own: boolean
  readonly role: string
  readonly rule:
    | 'built-in-role'
    | 'custom-role'
    | 'member-suspended'
    | 'organization-suspended'
    | 'module-inactive'
}

function Answer({ member, action }: { member: Member; action: string }) {
  const { t } = useTranslation('wasla')
  const { nameOf } = useRoleOptions()
  const answer = useApi<Explanation>('/permissions/explain', { user: member.userId, action })
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.data === undefined) return <SkeletonLines lines={2} />
  const { allowed, own, rule, role } = answer.data
  const decided = rule === 'built-in-role' || rule === 'custom-role'
  const reason = decided ? (own ? 'own' : allowed ? 'granted' : 'not-granted') : rule
  const [name, roleName] = [`\u2068${member.fullName}\u2069`, `\u2068${nameOf(role)}\u2069`]
  return (
    <div aria-live="polite" className="mt-5 rounded-lg border border-line p-4">
      <Badge tone={allowed ? 'success' : 'danger'}>{t(allowed ? 'explain.yes' : 'explain.no')}</Badge>
      <p className="mt-2">{t(`explain.reasons.${reason}`, { name, role: roleName })}</p>
      <p className="mt-1 text-sm text-ink-muted">
        <bdi className="font-mono">{action}</bdi>
      </p>
    </div>
  )
}

/** Why a member may do something, or may not: the rule that decides, as the server applies it. */
export function ExplainPermission({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const catalogue = usePermissionCatalogue()
  const [action, setAction] = useState('')
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('explain.title', { name: `\u2068${member.fullName}\u2069` })}
      description={t('explain.hint')}
    >
      <Field label={t('explain.action')}>
        {(control) => (
          <Select {...control} value={action} onChange={({ target }) => setAction(target.value)}>
            <option value="">{t('explain.choose')}</option>
            {catalogue.data?.modules.map(({ id, title, resources }) => (
              <optgroup key={id} label={title[language]}>
                {resources.flatMap((thing) =>
                  thing.actions.map((verb) => (
                    <option key={`${thing.resource}.${verb}`} value={`${thing.resource}.${verb}`}>
                      {t(`explain.${verb}`, { thing: thing.title[language] })}
                    </option>
                  )),
                )}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      {action !== '' && <Answer member={member} action={action} />}
    </Drawer>
  )
}

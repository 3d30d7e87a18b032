import { useApi, usePermission, usePreferences, type LocalizedText } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { BUILT_IN_ROLES } from './member.ts'

export interface RoleOption {
  readonly value: string
  readonly label: string
}

/** The roles a member can have, by name; the organization's own ones where the person may see them. */
export function useRoleOptions(): { readonly options: readonly RoleOption[]; nameOf(role: string): string } {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const readable = usePermission('platform.roles.read')
  const roles = useApi<{ items: { key: string; name: LocalizedText }[] }>('/roles', {}, { enabled: readable })
  const builtIn = BUILT_IN_ROLES.map((value) => ({ value: value as string, label: t(`role.${value}`) }))
  const own = (roles.data?.items ?? [])
    .filter(({ key }) => !builtIn.some(({ value }) => value === key))
    .map(({ key, name }) => ({ value: key, label: name[language] }))
  const options = [...builtIn, ...own]
  return { options, nameOf: (role) => options.find(({ value }) => value === role)?.label ?? role }
}

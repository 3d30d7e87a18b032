import { usePreferences, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** What people call a module that is on, or the platform; the id of one that is off. */
export function useModuleName(): (id: string) => string {
  const { t } = useTranslation('wasla')
  const { modules } = useSession()
  const { language } = usePreferences()
  return (id) =>
    id === 'platform'
      ? t('audit.platform')
      : (modules.find((module) => module.id === id)?.name[language] ?? id)
}

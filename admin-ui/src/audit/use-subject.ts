import { usePreferences, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

export interface Subject {
  /** "Customer", where somebody has named it so; undefined where only the table's name is known. */
  readonly name: string | undefined
  readonly module: string
}

/** What a change was made to, in the words of the person: modules name their tables under `audit` in their texts. */
export function useSubject(): (change: { readonly plugin: string; readonly table: string }) => Subject {
  const { t } = useTranslation('wasla')
  const { modules } = useSession()
  const { language } = usePreferences()
  return ({ plugin: id, table }) => {
    const isPlatform = id === 'platform'
    const name = isPlatform
      ? t(`audit.subjects.${table}`, { defaultValue: '' })
      : t(`${id}:audit.${table}`, { defaultValue: '' })
    const module = isPlatform
      ? t('audit.platform')
      : (modules.find((each) => each.id === id)?.name[language] ?? id)
    return { name: name === '' ? undefined : name, module }
  }
}

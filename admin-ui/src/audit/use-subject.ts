import { useTranslation } from 'react-i18next'
import { useModuleName } from '../modules/use-module-name.ts'

export interface Subject {
  /** "Customer", where somebody has named it so; undefined where only the table's name is known. */
  readonly name: string | undefined
  readonly module: string
}

/** What a change was made to, in the words of the person: modules name their tables under `audit` in their texts. */
export function useSubject(): (change: { readonly plugin: string; readonly table: string }) => Subject {
  const { t } = useTranslation('wasla')
  const moduleName = useModuleName()
  return ({ plugin: id, table }) => {
    const isPlatform = id === 'platform'
    const name = isPlatform
      ? t(`audit.subjects.${table}`, { defaultValue: '' })
      : t(`${id}:audit.${table}`, { defaultValue: '' })
    return { name: name === '' ? undefined : name, module: moduleName(id) }
  }
}

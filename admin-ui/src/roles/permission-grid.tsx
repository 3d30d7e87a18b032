import { Checkbox, ErrorState, Select, SkeletonLines, usePreferences } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { levelOf, levelsOf, withLevel } from './permission-levels.ts'
import { usePermissionCatalogue } from './use-permission-catalogue.ts'

export interface PermissionGridProps {
  readonly value: readonly string[]
  /** Whether grants may be limited to what is the member's own. */
  readonly own: boolean
  readonly disabled?: boolean
  readonly onChange: (permissions: readonly string[]) => void
}

/** What may be done with each thing of each module. */
export function PermissionGrid({ value, own, disabled = false, onChange }: PermissionGridProps) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const catalogue = usePermissionCatalogue()
  if (catalogue.isError)
    return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
  if (catalogue.data === undefined) return <SkeletonLines lines={8} />
  return (
    <div className="flex flex-col gap-4">
      {catalogue.data.modules.map(({ id, title, active, resources }) => {
        const all = resources.every(({ resource }) => levelOf(value, resource) === 'write')
        return (
          <fieldset key={id} disabled={disabled} className="rounded-lg border border-line">
            <legend className="sr-only">{title[language]}</legend>
            <div className="flex min-h-10 items-center justify-between gap-3 border-b border-line bg-surface px-3">
              <span aria-hidden className="font-semibold">
                {title[language]}
                {!active && (
                  <span className="ms-2 text-sm font-normal text-ink-muted">{t('roles.module-off')}</span>
                )}
              </span>
              <label className="flex items-center gap-2 text-sm text-ink-muted">
                {t('roles.everything')}
                <Checkbox
                  checked={all}
                  aria-label={t('roles.everything-of', { module: title[language] })}
                  onChange={({ target }) =>
                    onChange(
                      resources.reduce(
                        (permissions, { resource, actions }) =>
                          withLevel(
                            permissions,
                            resource,
                            target.checked ? (actions.at(-1) ?? 'read') : 'none',
                          ),
                        value,
                      ),
                    )
                  }
                />
              </label>
            </div>
            {resources.map((resource) => (
              <label
                key={resource.resource}
                className="flex min-h-11 items-center justify-between gap-4 border-t border-line px-3 first-of-type:border-t-0"
              >
                <span>{resource.title[language]}</span>
                <Select
                  className="w-48 shrink-0"
                  aria-label={resource.title[language]}
                  value={levelOf(value, resource.resource)}
                  onChange={({ target }) => onChange(withLevel(value, resource.resource, target.value))}
                >
                  {levelsOf(resource, own).map((level) => (
                    <option key={level} value={level}>
                      {t(`roles.levels.${level.replace(':', '-')}`)}
                    </option>
                  ))}
                </Select>
              </label>
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}

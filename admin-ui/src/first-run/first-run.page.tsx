import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ModulesStep } from './modules-step.tsx'
import { OrganizationStep } from './organization-step.tsx'

/** From nothing to an organization with its owner, signed in, and the modules to start with. */
export function FirstRunPage() {
  const { t } = useTranslation('wasla')
  const [organization, setOrganization] = useState<string>()
  const step = organization === undefined ? 1 : 2
  useEffect(() => {
    document.title = `${t('setup.title')} · Wasla`
  }, [t])
  return (
    <div className="w-full max-w-lg animate-appear">
      <p className="mb-2 text-center text-sm text-ink-muted tabular-nums">
        {t('setup.step', { step, of: 2 })}
      </p>
      {organization === undefined ? (
        <OrganizationStep onDone={setOrganization} />
      ) : (
        <ModulesStep organization={organization} />
      )}
    </div>
  )
}

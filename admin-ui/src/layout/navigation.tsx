import { Icon, Skeleton, usePreferences, useSession } from '@wasla/sdk/admin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useModulesSettled } from './modules-loading.tsx'
import { administrationPages, operatorPages, type ShellPage } from './shell-pages.ts'

function Entry({
  to,
  icon,
  label,
  exact = false,
}: {
  to: string
  icon: string
  label: string
  exact?: boolean
}) {
  return (
    <li>
      <Link
        to={to}
        activeOptions={{ exact, includeSearch: false }}
        className="flex h-8 items-center gap-2.5 rounded-md px-2 text-base text-ink-muted transition-colors hover:bg-sunken hover:text-ink"
        activeProps={{ className: 'bg-sunken font-medium !text-ink', 'aria-current': 'page' }}
      >
        <Icon name={icon} />
        <span className="truncate">{label}</span>
      </Link>
    </li>
  )
}

function ModuleEntries() {
  const { modules, permissions } = useSession()
  const { language } = usePreferences()
  const { t } = useTranslation()
  return modules.flatMap((module) =>
    (module.admin.nav ?? [])
      .filter(({ permission }) => permission === undefined || permissions.includes(permission))
      .map((item) => (
        <Entry
          key={`${module.id}/${item.path}`}
          to={`/${module.id}${item.path === '' ? '' : `/${item.path}`}`}
          icon={item.icon ?? module.icon}
          label={t(`${module.id}:${item.label}`, { defaultValue: module.name[language] })}
        />
      )),
  )
}

function Section({ title, pages }: { title: string; pages: readonly Omit<ShellPage, 'permission'>[] }) {
  const { t } = useTranslation('wasla')
  if (pages.length === 0) return null
  return (
    <div>
      <p className="px-2 pb-1 text-xs font-medium text-ink-faint">{title}</p>
      <ul className="flex flex-col gap-0.5">
        {pages.map(({ path, icon, label }) => (
          <Entry key={path} to={path} icon={icon} label={t(label)} />
        ))}
      </ul>
    </div>
  )
}

/** Stands for the entries until the modules' own have come. */
function EntriesToCome() {
  return (
    <div aria-hidden className="flex flex-col gap-4 px-2">
      {['w-24', 'w-32', 'w-20', 'w-28', 'w-24', 'w-32'].map((width, place) => (
        <Skeleton key={place} className={width} />
      ))}
    </div>
  )
}

/** Where one can go: the shell's own pages, and those of the modules that are on. */
export function Navigation() {
  const { t } = useTranslation('wasla')
  const { permissions, operator } = useSession()
  const settled = useModulesSettled()
  const administration = administrationPages.filter(({ permission }) => permissions.includes(permission))
  return (
    <nav aria-label={t('navigation.label')} className="flex flex-1 flex-col gap-5 overflow-y-auto p-2.5">
      <ul className="flex flex-col gap-0.5">
        <Entry to="/" icon="house" label={t('dashboard.title')} exact />
        {settled && <ModuleEntries />}
      </ul>
      {!settled && <EntriesToCome />}
      {settled && (
        <>
          <Section title={t('navigation.administration')} pages={administration} />
          <Section title={t('navigation.operations')} pages={operator ? operatorPages : []} />
        </>
      )}
    </nav>
  )
}

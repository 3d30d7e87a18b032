import {
  CutText,
  Icon,
  Menu,
  MenuHeading,
  MenuItem,
  MenuSeparator,
  toast,
  useApi,
  useOrganization,
} from '@wasla/sdk/admin'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import icon from '../icon.svg'
import { enterOrganization } from './enter-organization.ts'

const NewOrganization = lazy(async () => ({
  default: (await import('./new-organization.tsx')).NewOrganization,
}))

interface MyOrganization {
  readonly id: string
  readonly name: string
  readonly status: 'active' | 'suspended'
  readonly current: boolean
}

function Organizations({ onCreate }: { onCreate: () => void }) {
  const { t } = useTranslation('wasla')
  const list = useApi<{ items: MyOrganization[] }>('/organizations')
  return (
    <>
      <MenuHeading>{t('organization.yours')}</MenuHeading>
      {list.data?.items.map(({ id, name, status, current }) => (
        <MenuItem
          key={id}
          icon={current ? 'check' : 'building'}
          disabled={status === 'suspended'}
          onSelect={() => {
            if (!current) enterOrganization(id).catch((error: unknown) => toast.error(error))
          }}
        >
          <span className="max-w-56">
            <CutText>{name}</CutText>
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon="plus" onSelect={onCreate}>
        {t('organization.new')}
      </MenuItem>
    </>
  )
}

/** The organization one is in, and the way to another. */
export function OrganizationSwitch() {
  const { t } = useTranslation('wasla')
  const organization = useOrganization()
  const [creating, setCreating] = useState(false)
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={t('organization.switch', { organization: organization.name })}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-md p-1.5 text-start transition-colors hover:bg-sunken"
          >
            <img src={icon} alt="" width={24} height={24} />
            <span className="min-w-0 flex-1 font-semibold tracking-tight">
              <CutText>{organization.name}</CutText>
            </span>
            <Icon name="chevrons-up-down" className="text-ink-faint" />
          </button>
        }
      >
        <Organizations onCreate={() => setCreating(true)} />
      </Menu>
      {creating && (
        <Suspense>
          <NewOrganization onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  )
}

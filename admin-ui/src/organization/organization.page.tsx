import { ErrorState, Page, PageHeader, SkeletonLines, useApi, usePermission } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { AllowedAddresses } from './allowed-addresses.tsx'
import { DeletionNotice } from './deletion-notice.tsx'
import type { Organization } from './organization.ts'
import { OrganizationForm } from './organization-form.tsx'
import { Ownership } from './ownership.tsx'
import { SecondFactorRule } from './second-factor-rule.tsx'
import { SignInProviders } from './sign-in-providers.tsx'

/** What holds for everybody in the organization. */
export function OrganizationPage() {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.settings.write')
  const organization = useApi<Organization>('/organization')
  return (
    <Page narrow>
      <PageHeader title={t('organization.title')} description={t('organization.hint')} />
      {organization.isError && (
        <ErrorState error={organization.error} onRetry={() => void organization.refetch()} />
      )}
      {organization.isPending && <SkeletonLines lines={8} />}
      {organization.data !== undefined && <DeletionNotice organization={organization.data} />}
      {organization.data !== undefined && (
        <OrganizationForm
          key={organization.data.version}
          organization={organization.data}
          readOnly={!mayWrite}
        />
      )}
      <SecondFactorRule readOnly={!mayWrite} />
      <AllowedAddresses readOnly={!mayWrite} />
      <SignInProviders readOnly={!mayWrite} />
      {organization.data !== undefined && <Ownership organization={organization.data} />}
    </Page>
  )
}

import { Page, PageHeader, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { EmailCard } from './email-card.tsx'
import { Identities } from './identities.tsx'
import { LeaveOrganization } from './leave-organization.tsx'
import { Passkeys } from './passkeys.tsx'
import { PasswordCard } from './password-card.tsx'
import { PhoneCard } from './phone-card.tsx'
import { PersonCard } from './person-card.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

/** What a person decides for themselves: name, language, how they sign in, and where they are signed in. */
export function AccountPage() {
  const { t } = useTranslation('wasla')
  const { user } = useSession()
  return (
    <Page narrow>
      <PageHeader title={t('account.title')} description={<bdi>{user.email}</bdi>} />
      <PersonCard />
      <EmailCard />
      <PasswordCard />
      <Passkeys />
      <SecondFactor />
      <PhoneCard />
      <Identities />
      <Sessions />
      <LeaveOrganization />
    </Page>
  )
}

import {
  Button,
  callApi,
  ErrorState,
  Form,
  SkeletonLines,
  TextField,
  toast,
  usePreferences,
  type Language,
} from '@wasla/sdk/admin'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import { DoorCard } from './door-card.tsx'
import { mailedToken } from './mailed-token.ts'

interface Preview {
  readonly organization: { readonly name: string }
  readonly email: string
  readonly role: { readonly name: Readonly<Record<Language, string>> }
  readonly hasAccount: boolean
}

const account = z.object({ fullName: z.string().min(1).max(200), password: z.string().min(8).max(128) })

/** Says yes to an invitation; who has no account makes one on the way. */
export function AcceptInvitationPage() {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [token] = useState(mailedToken)
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => callApi<Preview>('POST', '/auth/invitation', { body: { token } }),
    retry: false,
  })
  const accept = async (person: Partial<z.output<typeof account>>): Promise<void> => {
    await callApi('POST', '/auth/accept-invitation', { body: { token, ...person } })
    toast.success(t('invitation.joined', { organization: `\u2068${preview.data?.organization.name}\u2069` }))
    await client.resetQueries({ queryKey: BOOTSTRAP_KEY })
    await navigate({ to: preview.data?.hasAccount === true ? '/sign-in' : '/' })
  }
  if (preview.isPending) return <SkeletonLines lines={4} />
  if (preview.isError)
    return (
      <DoorCard title={t('invitation.heading')}>
        <ErrorState error={preview.error} />
      </DoorCard>
    )
  const { organization, role, hasAccount, email } = preview.data
  return (
    <DoorCard
      title={t('invitation.title', { organization: `\u2068${organization.name}\u2069` })}
      hint={t('invitation.hint', {
        email: `\u2068${email}\u2069`,
        role: `\u2068${role.name[language]}\u2069`,
      })}
    >
      {hasAccount ? (
        <Button
          variant="primary"
          size="large"
          className="w-full"
          onClick={() => void accept({}).catch((error: unknown) => toast.error(error))}
        >
          {t('invitation.accept')}
        </Button>
      ) : (
        <Form
          schema={account}
          defaultValues={{ fullName: '', password: '' }}
          submit={t('invitation.accept')}
          onSubmit={accept}
        >
          <TextField name="fullName" label={t('setup.full-name')} autoComplete="name" required autoFocus />
          <TextField
            name="password"
            type="password"
            dir="ltr"
            label={t('sign-in.password')}
            hint={t('setup.password-hint')}
            autoComplete="new-password"
            required
          />
        </Form>
      )}
    </DoorCard>
  )
}

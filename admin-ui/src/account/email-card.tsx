import { Badge, Button, Card, Form, Notice, TextField, toast, useChange, useSession } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { CurrentPasswordField, currentPassword } from './current-password-field.tsx'

const form = z.object({ email: z.email(), ...currentPassword })

/** The address one signs in with: proving it, and asking for another one. */
export function EmailCard() {
  const { t } = useTranslation('wasla')
  const { user } = useSession()
  const change = useChange(['/users/me'])
  const [asked, setAsked] = useState<string>()
  const prove = (): void =>
    change.mutate(
      { method: 'POST', path: '/users/me/email-verification' },
      {
        onSuccess: () => toast.success(t('email.link-sent')),
        onError: (error) => toast.error(error),
      },
    )
  const submit = async (body: z.output<typeof form>): Promise<void> => {
    await change.mutateAsync({ method: 'POST', path: '/users/me/email', body })
    setAsked(body.email)
  }
  return (
    <Card
      title={t('sign-in.email')}
      actions={
        <Badge tone={user.emailVerified ? 'success' : 'warning'}>
          {t(user.emailVerified ? 'email.proven' : 'email.unproven')}
        </Badge>
      }
    >
      <div className="flex flex-col gap-5">
        {!user.emailVerified && (
          <Notice
            tone="warning"
            action={
              <Button busy={change.isPending} onClick={prove}>
                {t('email.send-link')}
              </Button>
            }
          >
            {t('email.unproven-hint')}
          </Notice>
        )}
        {asked === undefined ? (
          <Form
            schema={form}
            defaultValues={{ email: '', currentPassword: '' }}
            submit={t('email.change')}
            onSubmit={submit}
          >
            <TextField
              name="email"
              type="email"
              dir="ltr"
              label={t('email.new')}
              hint={t('email.hint')}
              autoComplete="off"
              required
            />
            <CurrentPasswordField />
          </Form>
        ) : (
          <p>{t('email.asked', { email: `\u2068${asked}\u2069` })}</p>
        )}
      </div>
    </Card>
  )
}

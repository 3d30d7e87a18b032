import {
  callApi,
  Card,
  changePreferences,
  Field,
  Form,
  Select,
  TextField,
  usePreferences,
  type Language,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod/mini'
import { DoorCard } from '../mail-links/door-card.tsx'

const registration = z.object({
  organizationName: z.string().check(z.minLength(1), z.maxLength(200)),
  fullName: z.string().check(z.minLength(1), z.maxLength(200)),
  email: z.email(),
  password: z.string().check(z.minLength(8), z.maxLength(128)),
})

/** The organization, its owner, and the language they begin in. */
export function OrganizationStep({ onDone }: { onDone: (organization: string) => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const [mailed, setMailed] = useState(false)
  const register = async (values: z.infer<typeof registration>): Promise<void> => {
    const answer = await callApi<{ status?: string }>('POST', '/auth/register', { body: values, language })
    if (answer.status === 'verify_email') setMailed(true)
    else onDone(values.organizationName)
  }
  if (mailed) return <DoorCard title={t('registration.mailed')} hint={t('registration.mailed-hint')} />
  return (
    <>
      <h1 className="mb-1 text-center text-2xl font-semibold tracking-tight">{t('setup.title')}</h1>
      <p className="mb-6 text-center text-ink-muted">{t('setup.hint')}</p>
      <Card>
        <div className="p-1">
          <Form
            schema={registration}
            defaultValues={{ organizationName: '', fullName: '', email: '', password: '' }}
            submit={t('setup.continue')}
            onSubmit={register}
          >
            <Field label={t('setup.language')}>
              {(control) => (
                <Select
                  {...control}
                  value={language}
                  onChange={({ target }) => changePreferences({ language: target.value as Language })}
                >
                  <option value="ar" lang="ar">
                    العربية
                  </option>
                  <option value="en" lang="en">
                    English
                  </option>
                </Select>
              )}
            </Field>
            <TextField
              name="organizationName"
              label={t('setup.organization')}
              autoComplete="organization"
              required
            />
            <TextField name="fullName" label={t('setup.full-name')} autoComplete="name" required />
            <TextField
              name="email"
              type="email"
              dir="ltr"
              label={t('sign-in.email')}
              autoComplete="username"
              required
            />
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
        </div>
      </Card>
    </>
  )
}

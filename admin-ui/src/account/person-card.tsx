import {
  Card,
  changePreferences,
  Form,
  SelectField,
  TextField,
  toast,
  useChange,
  useSession,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'

const person = z.object({
  fullName: z.string().min(1).max(200),
  language: z.enum(['ar', 'en']),
  timeZone: z.string(),
})

/** Name, language and time zone. */
export function PersonCard() {
  const { t } = useTranslation('wasla')
  const { user, organization } = useSession()
  const client = useQueryClient()
  const change = useChange(['/users'])
  const zone = user.timeZone ?? organization.timeZone
  const zones = [...new Set([zone, ...Intl.supportedValuesOf('timeZone')])]
  const submit = async (body: z.output<typeof person>): Promise<void> => {
    await change.mutateAsync({ method: 'PATCH', path: '/users/me', body })
    changePreferences({ language: body.language })
    await client.invalidateQueries({ queryKey: BOOTSTRAP_KEY })
    toast.success(t('account.saved'))
  }
  return (
    <Card title={t('account.person')}>
      <Form
        schema={person}
        defaultValues={{ fullName: user.fullName, language: user.language, timeZone: zone }}
        submit={t('save')}
        onSubmit={submit}
      >
        <TextField name="fullName" label={t('setup.full-name')} autoComplete="name" required />
        <SelectField
          name="language"
          label={t('language.title')}
          options={[
            { value: 'ar', label: 'العربية' },
            { value: 'en', label: 'English' },
          ]}
        />
        <SelectField
          name="timeZone"
          label={t('account.time-zone')}
          options={zones.map((value) => ({ value, label: value }))}
        />
      </Form>
    </Card>
  )
}

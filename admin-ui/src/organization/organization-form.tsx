import { Card, FieldRow, Form, SelectField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import { organizationForm, type Organization } from './organization.ts'

export function OrganizationForm({
  organization,
  readOnly,
}: {
  organization: Organization
  readOnly: boolean
}) {
  const { t } = useTranslation('wasla')
  const client = useQueryClient()
  const change = useChange(['/organization'])
  const { name, slug, defaultLanguage, timeZone, taxId, billingEmail, version } = organization
  const zones = [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])]
  const submit = async (body: z.output<typeof organizationForm>): Promise<void> => {
    await change.mutateAsync({ method: 'PATCH', path: '/organization', body, ifMatch: version })
    await client.invalidateQueries({ queryKey: BOOTSTRAP_KEY })
    toast.success(t('account.saved'))
  }
  return (
    <Card title={t('organization.about')}>
      <fieldset disabled={readOnly}>
        <Form
          schema={organizationForm}
          defaultValues={{
            name,
            slug: slug ?? '',
            defaultLanguage,
            timeZone,
            taxId: taxId ?? '',
            billingEmail: billingEmail ?? '',
          }}
          submit={t('save')}
          onSubmit={submit}
        >
          <TextField name="name" label={t('setup.organization')} required />
          <TextField
            name="slug"
            dir="ltr"
            label={t('organization.slug')}
            hint={t('organization.slug-hint')}
          />
          <FieldRow>
            <SelectField
              name="defaultLanguage"
              label={t('organization.language')}
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
          </FieldRow>
          <FieldRow>
            <TextField name="taxId" dir="ltr" label={t('organization.tax-id')} />
            <TextField name="billingEmail" type="email" dir="ltr" label={t('organization.billing-email')} />
          </FieldRow>
        </Form>
      </fieldset>
    </Card>
  )
}

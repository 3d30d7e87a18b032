import { Dialog, FieldRow, Form, SelectField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useRoleOptions } from '../members/use-role-options.ts'

const form = z.object({
  name: z.string().min(1).max(200),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(2_000),
  emailDomains: z.string().nullable(),
  role: z.string(),
})

/** An issuer of OpenID Connect, as it is known there. */
export function ProviderDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { options } = useRoleOptions()
  const add = useChange(['/organization/sign-in-providers'])
  const submit = async ({ emailDomains, ...provider }: z.output<typeof form>): Promise<void> => {
    await add.mutateAsync({
      method: 'POST',
      path: '/organization/sign-in-providers',
      body: { ...provider, emailDomains: (emailDomains ?? '').split(/[\s,]+/).filter(Boolean) },
    })
    toast.success(t('providers.added'))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('providers.add')}
      description={t('providers.add-hint')}
    >
      <Form
        schema={form}
        defaultValues={{
          name: '',
          issuer: '',
          clientId: '',
          clientSecret: '',
          emailDomains: '',
          role: 'member',
        }}
        submit={t('providers.add')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField name="name" label={t('providers.name')} required autoFocus />
        <TextField name="issuer" type="url" dir="ltr" label={t('providers.issuer')} required />
        <FieldRow>
          <TextField name="clientId" dir="ltr" label={t('providers.client-id')} autoComplete="off" required />
          <TextField
            name="clientSecret"
            type="password"
            dir="ltr"
            label={t('providers.client-secret')}
            autoComplete="off"
            required
          />
        </FieldRow>
        <TextField
          name="emailDomains"
          dir="ltr"
          label={t('providers.domains')}
          hint={t('providers.domains-hint')}
        />
        <SelectField
          name="role"
          label={t('members.role')}
          options={options.filter(({ value }) => value !== 'owner' && value !== 'admin')}
        />
      </Form>
    </Dialog>
  )
}

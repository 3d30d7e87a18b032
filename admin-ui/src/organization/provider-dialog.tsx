import { Dialog, FieldRow, Form, SelectField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useRoleOptions } from '../members/use-role-options.ts'
import type { SignInProvider } from './sign-in-providers.tsx'

const PATH = '/organization/sign-in-providers'
const secret = z.string().min(1).max(2_000)
const form = z.object({
  name: z.string().min(1).max(200),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().min(1).max(500),
  clientSecret: secret,
  emailDomains: z.string().nullable(),
  role: z.string(),
})
const changes = form.omit({ issuer: true }).extend({ clientSecret: secret.nullable() })

/** An issuer of OpenID Connect, as it is known there. Who the issuer is stays; its secret is only written. */
export function ProviderDialog({ provider, onClose }: { provider?: SignInProvider; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { options } = useRoleOptions()
  const change = useChange([PATH])
  const submit = async ({ emailDomains, ...values }: z.output<typeof changes>): Promise<void> => {
    const body = { ...values, emailDomains: (emailDomains ?? '').split(/[\s,]+/).filter(Boolean) }
    const order =
      provider === undefined
        ? ({ method: 'POST', path: PATH, body } as const)
        : ({
            method: 'PATCH',
            path: `${PATH}/${provider.id}`,
            body: { ...body, clientSecret: values.clientSecret ?? undefined },
          } as const)
    await change.mutateAsync(order)
    toast.success(t(provider === undefined ? 'providers.added' : 'account.saved'))
    onClose()
  }
  const title = provider === undefined ? t('providers.add') : t('providers.edit', { provider: provider.name })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={t(provider === undefined ? 'providers.add-hint' : 'providers.edit-hint')}
    >
      <Form
        schema={provider === undefined ? form : changes}
        defaultValues={{
          name: provider?.name ?? '',
          ...(provider === undefined ? { issuer: '' } : {}),
          clientId: provider?.clientId ?? '',
          clientSecret: '',
          emailDomains: provider?.emailDomains.join(', ') ?? '',
          role: provider?.role ?? 'member',
        }}
        submit={provider === undefined ? t('providers.add') : t('save')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField name="name" label={t('providers.name')} required autoFocus />
        {provider === undefined && (
          <TextField name="issuer" type="url" dir="ltr" label={t('providers.issuer')} required />
        )}
        <FieldRow>
          <TextField name="clientId" dir="ltr" label={t('providers.client-id')} autoComplete="off" required />
          <TextField
            name="clientSecret"
            type="password"
            dir="ltr"
            label={t('providers.client-secret')}
            autoComplete="off"
            hint={provider === undefined ? undefined : t('settings.secret-set')}
            required={provider === undefined}
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

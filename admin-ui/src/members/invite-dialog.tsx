import { Dialog, Form, SelectField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useRoleOptions } from './use-role-options.ts'

const invitation = z.object({ email: z.email(), role: z.string() })

/** Asks somebody in by e-mail. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { options } = useRoleOptions()
  const invite = useChange(['/users'])
  const submit = async (body: z.output<typeof invitation>): Promise<void> => {
    await invite.mutateAsync({ method: 'POST', path: '/users/invite', body })
    toast.success(t('members.invited', { email: `\u2068${body.email}\u2069` }))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('members.invite')}
      description={t('members.invite-hint')}
    >
      <Form
        schema={invitation}
        defaultValues={{ email: '', role: 'member' }}
        submit={t('members.send')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField name="email" type="email" dir="ltr" label={t('sign-in.email')} required autoFocus />
        <SelectField
          name="role"
          label={t('members.role')}
          options={options.filter(({ value }) => value !== 'owner')}
        />
      </Form>
    </Dialog>
  )
}

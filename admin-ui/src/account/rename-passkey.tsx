import { Dialog, Form, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

const form = z.object({ name: z.string().trim().min(1).max(100) })

/** Another name for a device that one no longer recognises by its old one. */
export function RenamePasskey({
  passkey: { id, name },
  onClose,
}: {
  passkey: { readonly id: string; readonly name: string }
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const change = useChange(['/users/me/passkeys'])
  const submit = async (body: z.output<typeof form>): Promise<void> => {
    await change.mutateAsync({ method: 'PATCH', path: `/users/me/passkeys/${id}`, body })
    toast.success(t('account.saved'))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('passkeys.rename', { name: `\u2068${name}\u2069` })}
    >
      <Form schema={form} defaultValues={{ name }} submit={t('save')} onSubmit={submit} onCancel={onClose}>
        <TextField name="name" label={t('members.name')} required autoFocus />
      </Form>
    </Dialog>
  )
}

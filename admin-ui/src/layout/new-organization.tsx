import { callApi, Dialog, Form, TextField, usePreferences } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { enterOrganization } from './enter-organization.ts'

const form = z.object({ name: z.string().min(1).max(200) })

/** Makes another organization and enters it. */
export function NewOrganization({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const submit = async ({ name }: z.output<typeof form>): Promise<void> => {
    const { id } = await callApi<{ id: string }>('POST', '/organizations', {
      body: { name, defaultLanguage: language },
    })
    await enterOrganization(id)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('organization.new')}
      description={t('organization.new-hint')}
    >
      <Form
        schema={form}
        defaultValues={{ name: '' }}
        submit={t('organization.create')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField name="name" label={t('setup.organization')} required autoFocus />
      </Form>
    </Dialog>
  )
}

import { Card, Form, SkeletonLines, TextAreaField, toast, useApi, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

const form = z.object({ networks: z.string().nullable() })

/** From which networks members and API keys may come. */
export function AllowedAddresses({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation('wasla')
  const path = '/organization/allowed-addresses'
  const allowed = useApi<{ networks: string[] }>(path)
  const change = useChange([path])
  const submit = async ({ networks }: z.output<typeof form>): Promise<void> => {
    const lines = (networks ?? '').split(/\s+/).filter(Boolean)
    await change.mutateAsync({ method: 'PUT', path, body: { networks: lines } })
    toast.success(t('account.saved'))
  }
  if (allowed.isError) return null
  return (
    <Card title={t('organization.networks')}>
      {allowed.data === undefined ? (
        <SkeletonLines lines={3} />
      ) : (
        <fieldset disabled={readOnly}>
          <Form
            schema={form}
            defaultValues={{ networks: allowed.data.networks.join('\n') }}
            submit={t('save')}
            onSubmit={submit}
          >
            <TextAreaField
              name="networks"
              rows={3}
              label={t('organization.networks-label')}
              hint={t('organization.networks-hint')}
            />
          </Form>
        </fieldset>
      )}
    </Card>
  )
}

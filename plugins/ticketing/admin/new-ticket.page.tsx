import { useNavigate, useSearch } from '@tanstack/react-router'
import {
  Card,
  Field,
  Form,
  Page,
  PageHeader,
  SelectField,
  TextAreaField,
  TextField,
  toast,
  useChange,
  useTexts,
} from '@wasla/sdk/admin'
import { newTicketSchema, ticketPriorities, type NewTicket } from '../contract/ticket.schema.ts'
import { CustomerName } from './components/customer-name.tsx'
import type { Ticket } from './components/ticket.tsx'

export function NewTicketPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { customerId }: { customerId?: string } = useSearch({ strict: false })
  const create = useChange<Ticket>(['/tickets'])
  const back = customerId === undefined ? '/ticketing' : `/crm/customers/${customerId}`
  const submit = async (body: NewTicket): Promise<void> => {
    const ticket = await create.mutateAsync({
      method: 'POST',
      path: '/tickets',
      body: { ...body, customerId },
    })
    toast.success(t('tickets.created', { number: ticket.number }))
    await navigate({ to: `/ticketing/${ticket.id}` })
  }
  return (
    <Page narrow>
      <PageHeader title={t('tickets.new')} back={{ to: '/ticketing', label: t('tickets.title') }} />
      <Card>
        <Form
          schema={newTicketSchema}
          defaultValues={{ subject: '', description: '', priority: 'normal' }}
          submit={t('tickets.create')}
          onSubmit={submit}
          onCancel={() => void navigate({ to: back })}
        >
          {customerId !== undefined && (
            <Field label={t('ticket.customer')}>{() => <CustomerName id={customerId} />}</Field>
          )}
          <TextField name="subject" label={t('ticket.subject')} autoComplete="off" required autoFocus />
          <TextAreaField name="description" label={t('ticket.description')} rows={6} />
          <SelectField
            name="priority"
            label={t('ticket.priority')}
            options={ticketPriorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          />
        </Form>
      </Card>
    </Page>
  )
}

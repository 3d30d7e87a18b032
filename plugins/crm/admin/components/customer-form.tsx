import { Card, FieldRow, Form, SelectField, TextField, useTexts } from '@wasla/sdk/admin'
import { newCustomerSchema, type NewCustomer } from '../../contract/customer.schema.ts'
import type { Customer } from './customer.ts'
import { useStageOptions } from './sales-stages.tsx'

export interface CustomerFormProps {
  readonly customer?: Customer
  readonly submit: string
  readonly onSubmit: (values: NewCustomer) => Promise<unknown>
  readonly onCancel: () => void
}

const FIELDS = [
  'companyName',
  'externalId',
  'contactName',
  'contactTitle',
  'email',
  'address',
  'city',
  'region',
  'postalCode',
  'country',
  'stageId',
] as const

/** All that a person enters about a customer. */
export function CustomerForm({ customer, submit, onSubmit, onCancel }: CustomerFormProps) {
  const t = useTexts()
  const stages = useStageOptions()
  const present = Object.fromEntries(FIELDS.map((name) => [name, customer?.[name] ?? '']))
  return (
    <Card>
      <Form
        schema={newCustomerSchema}
        defaultValues={{ companyName: '', ...present, phone: customer?.phone ?? customer?.phoneRaw ?? '' }}
        submit={submit}
        onSubmit={onSubmit}
        onCancel={onCancel}
      >
        <TextField name="companyName" label={t('customer.companyName')} autoComplete="off" required />
        <FieldRow>
          <TextField name="contactName" label={t('customer.contactName')} autoComplete="off" />
          <TextField name="contactTitle" label={t('customer.contactTitle')} autoComplete="off" />
          <TextField name="email" type="email" dir="ltr" label={t('customer.email')} autoComplete="off" />
          <TextField
            name="phone"
            type="tel"
            dir="ltr"
            label={t('customer.phone')}
            hint={t('customer.phone-hint')}
            autoComplete="off"
          />
          <SelectField
            name="stageId"
            label={t('customer.stage')}
            options={stages}
            blank={t('customer.no-stage')}
          />
          <TextField name="externalId" dir="ltr" label={t('customer.externalId')} autoComplete="off" />
        </FieldRow>
        <TextField name="address" label={t('customer.address')} autoComplete="off" />
        <FieldRow>
          <TextField name="city" label={t('customer.city')} autoComplete="off" />
          <TextField name="region" label={t('customer.region')} autoComplete="off" />
          <TextField name="postalCode" dir="ltr" label={t('customer.postalCode')} autoComplete="off" />
          <TextField name="country" label={t('customer.country')} autoComplete="off" />
        </FieldRow>
      </Form>
    </Card>
  )
}

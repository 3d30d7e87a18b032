import { columnsOf, defineEntity } from '@wasla/sdk'
import { customerSchema } from '../../contract/customer.schema.ts'

export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: () => columnsOf(customerSchema),
  uniques: [['externalId']],
  indexes: [['companyName', 'id'], ['stageId', 'id'], ['country', 'id'], ['email'], ['phone']],
})

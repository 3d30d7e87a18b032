import { defineEntity } from '@wasla/sdk'

export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: (p) => ({
    /** The id it had where it was imported from. */
    externalId: p.text().nullable(),
    companyName: p.text(),
    contactName: p.text().nullable(),
    contactTitle: p.text().nullable(),
    /** Lower case. */
    email: p.text().nullable(),
    /** E.164, when the number could be understood; `phoneRaw` is what was written. */
    phone: p.text().nullable(),
    phoneRaw: p.text().nullable(),
    address: p.text().nullable(),
    city: p.text().nullable(),
    region: p.text().nullable(),
    postalCode: p.text().nullable(),
    country: p.text().nullable(),
    stageId: p.uuid().nullable(),
    ownerId: p.uuid().nullable(),
  }),
  uniques: [['externalId']],
  indexes: [['companyName', 'id'], ['stageId', 'id'], ['country', 'id'], ['email'], ['phone']],
})

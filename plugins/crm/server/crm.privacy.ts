import type { DataSubject, PrivacyDefinition, SystemContext } from '@wasla/sdk'
import { Customer } from './data/customer.entity.ts'
import type { entities } from './data/entities.ts'

type PrivacyContext = SystemContext<typeof entities>

/** A person is a customer's contact by e-mail or phone. */
function matching(subject: DataSubject) {
  const ways = [
    ...(subject.email === undefined ? [] : [{ email: subject.email.toLowerCase() }]),
    ...(subject.phone === undefined ? [] : [{ phone: subject.phone }]),
  ]
  return ways.length === 0 ? null : { $or: ways }
}

export const crmPrivacy: PrivacyDefinition = {
  async export(ctx: PrivacyContext, subject) {
    const where = matching(subject)
    if (where === null) return []
    return ctx.db.write(async (unit) => {
      const customers = await unit.find(Customer, where)
      const records = customers.map(
        ({ companyName, contactName, contactTitle, email, phone, phoneRaw, address, city, createdAt }) => ({
          companyName,
          contactName,
          contactTitle,
          email,
          phone,
          phoneRaw,
          address,
          city,
          createdAt,
        }),
      )
      return [{ type: 'customers', records }]
    })
  },

  /** The company stays, since statistics and other modules need it; the person in it is forgotten. */
  async erase(ctx: PrivacyContext, subject) {
    const where = matching(subject)
    if (where === null) return []
    return ctx.db.write(async (unit) => {
      const customers = await unit.find(Customer, where)
      for (const customer of customers) {
        Object.assign(customer, {
          contactName: null,
          contactTitle: null,
          email: null,
          phone: null,
          phoneRaw: null,
        })
      }
      return [{ type: 'customers', erased: 0, anonymised: customers.length, kept: [] }]
    })
  },
}

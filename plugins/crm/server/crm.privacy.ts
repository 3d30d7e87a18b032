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

async function customersOf(ctx: PrivacyContext, subject: DataSubject) {
  const where = matching(subject)
  return where === null ? [] : ctx.db.write((unit) => unit.find(Customer, where))
}

/** A member is known by what they noted. */
const activitiesBy = (ctx: PrivacyContext, userId: string | undefined) =>
  userId === undefined
    ? []
    : ctx.db.read((sql) =>
        sql
          .selectFrom('activities')
          .select(['kind', 'subject', 'body', 'occurredAt', 'createdAt'])
          .where('authorId', '=', userId),
      )

export const crmPrivacy: PrivacyDefinition = {
  async export(ctx: PrivacyContext, subject) {
    const customers = (await customersOf(ctx, subject)).map(
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
    const activities = await activitiesBy(ctx, subject.userId)
    return [
      { type: 'customers', records: customers },
      { type: 'activities', records: activities },
    ]
  },

  /** The company stays, since statistics and other modules need it; the person in it, and who cared for it, is forgotten. */
  async erase(ctx: PrivacyContext, subject) {
    const { userId } = subject
    const where = matching(subject)
    return ctx.db.write(async (unit) => {
      const customers = where === null ? [] : await unit.find(Customer, where)
      for (const customer of customers) {
        Object.assign(customer, {
          contactName: null,
          contactTitle: null,
          email: null,
          phone: null,
          phoneRaw: null,
        })
      }
      const report = [{ type: 'customers', erased: 0, anonymised: customers.length, kept: [] }]
      if (userId === undefined) return report
      const owned = await unit.execute((sql) =>
        sql.updateTable('customers').set({ ownerId: null }).where('ownerId', '=', userId).returning('id'),
      )
      const noted = await unit.execute((sql) =>
        sql.updateTable('activities').set({ authorId: null }).where('authorId', '=', userId).returning('id'),
      )
      return [
        { type: 'customers', erased: 0, anonymised: customers.length + owned.length, kept: [] },
        { type: 'activities', erased: 0, anonymised: noted.length, kept: [] },
      ]
    })
  },
}

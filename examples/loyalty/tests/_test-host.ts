import type { PluginUnderTest, TestOrganization } from '@wasla/sdk/testing'
import { loyalty } from '../plugin.ts'

export const underTest: PluginUnderTest = { plugin: loyalty, directory: new URL('..', import.meta.url) }

/** A customer of the CRM. */
export async function addCustomer({ owner }: TestOrganization, companyName: string): Promise<string> {
  const { body } = await owner.call('POST', '/crm/customers', { body: { companyName } })
  return body.id
}

import { callApi } from '@wasla/sdk/admin'

/** Enters another organization; everything on the screen belongs to the one before, so the page begins anew. */
export async function enterOrganization(organizationId: string): Promise<void> {
  await callApi('POST', '/auth/switch-organization', { body: { organizationId } })
  location.assign('/admin')
}

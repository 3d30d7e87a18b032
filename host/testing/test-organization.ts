import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { TestClient } from './test-client.ts'

const PASSWORD = 'correct horse battery staple'

/** An organization made for a test. */
export interface TestOrganization {
  readonly id: string
  readonly owner: TestClient & { readonly userId: string }
  /** A new member of this role, signed in; a role that nobody defined holds no permission. */
  member(
    role: 'admin' | 'manager' | 'agent' | 'member' | 'nobody' | (string & {}),
  ): Promise<TestClient & { readonly userId: string }>
  /** Switches a module on (with what it requires) or off (with what requires it), on every host. */
  switch(module: string, active: boolean): Promise<void>
}

export async function createTestOrganization(
  host: { readonly url: string; readonly database: string },
  name: string,
  modules: readonly string[],
): Promise<TestOrganization> {
  const email = `owner-${randomUUID()}@example.com`
  const registered = await new TestClient(host.url).call('POST', '/auth/register', {
    body: { organizationName: name, fullName: `Owner of ${name}`, email, password: PASSWORD },
  })
  if (registered.status !== 201)
    throw new Error(`The organization was not registered: ${JSON.stringify(registered.body)}`)
  const { organization, user, accessToken } = registered.body
  const owner = signedIn(host.url, accessToken, user.id)
  const switchModule = async (module: string, active: boolean): Promise<void> => {
    const { status, body } = await owner.call('PUT', `/modules/${module}?wait=acknowledged`, {
      body: active ? { active, withRequirements: true } : { active, cascade: true },
    })
    if (status !== 200) throw new Error(`"${module}" was not switched: ${JSON.stringify(body)}`)
  }
  for (const module of modules) await switchModule(module, true)
  return {
    id: organization.id,
    owner,
    switch: switchModule,
    member: async (role) => {
      const memberEmail = `${role}-${randomUUID()}@example.com`
      await addMember(host.database, organization.id, user.id, memberEmail, role)
      const { body } = await new TestClient(host.url).call('POST', '/auth/login', {
        body: { email: memberEmail, password: PASSWORD },
      })
      return signedIn(host.url, body.accessToken, body.user.id)
    },
  }
}

function signedIn(url: string, token: string, userId: string): TestClient & { readonly userId: string } {
  return Object.assign(new TestClient(url, token), { userId })
}

/** Written into the database, with the owner's password: how members are invited is not what such a test is about. */
async function addMember(
  database: string,
  organizationId: string,
  ownerId: string,
  email: string,
  role: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await client.query(
      `with added as (
         insert into platform.users (email, full_name, password_hash)
         select $1, $2, password_hash from platform.users where id = $3 returning id
       ), scope as (
         select set_config('app.organization_id', $4, true)
       )
       insert into platform.memberships (organization_id, user_id, role) select $4::uuid, added.id, $5 from added, scope`,
      [email, `A ${role}`, ownerId, organizationId, role],
    )
  } finally {
    await client.end()
  }
}

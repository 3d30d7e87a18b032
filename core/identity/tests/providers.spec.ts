import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { URI, type TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createIdentityDatabase, somebody, startHost, tokenIn } from './_identity.ts'
import { startOidcProvider, type TestIssuer } from './_oidc-provider.ts'

const ORIGIN = 'http://wasla.localhost:3000'
const CALLBACK = `${ORIGIN}/api/v1/auth/providers/callback`
let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let host: Awaited<ReturnType<typeof startHost>>
let issuer: TestIssuer
let facebook: Server
let facebookPerson = { id: '4711', name: 'Mona', email: 'mona@facebook.example' }

beforeAll(async () => {
  database = await createIdentityDatabase()
  issuer = await startOidcProvider(CALLBACK)
  facebook = await startFacebook()
  const { port } = facebook.address() as AddressInfo
  host = await startHost(database, undefined, {
    origin: ORIGIN,
    insecureProviders: true,
    platformProviders: {
      google: issuer,
      facebook: { clientId: 'f', clientSecret: 's', issuer: `http://localhost:${port}` },
    },
  })
})
afterAll(async () => {
  await host.stop()
  await issuer.stop()
  facebook.close()
  await database.drop()
})

let subjects = 0
beforeEach(() => {
  subjects += 1
  issuer.person = { sub: `subject-${subjects}` }
})

/** Facebook's part of OAuth 2: a code for a token, and a profile for the token. */
async function startFacebook(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://facebook')
    if (pathname === '/dialog/oauth') {
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code: 'c', state: searchParams.get('state') ?? '' }).toString()
      response.writeHead(302, { location: back.href }).end()
      return
    }
    const body =
      pathname === '/v24.0/oauth/access_token'
        ? { access_token: 't', token_type: 'bearer', expires_in: 3600 }
        : facebookPerson
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const call = (method: string, path: string, token?: string, body?: object, headers = {}) =>
  host.call(`/api/v1${path}`, { method, token, body, headers })
const post = (path: string, body: object, token?: string) => call('POST', path, token, body)

async function register({ verified = true } = {}) {
  const body = somebody()
  const { accessToken, user, organization } = (await post('/auth/register', body)).body
  if (verified) await post('/auth/verify-email', { token: tokenIn(host.mailsTo(body.email)) })
  return {
    ...body,
    token: accessToken as string,
    userId: user.id as string,
    organizationId: organization.id as string,
  }
}

const cookieOf = (headers: Headers, name: string) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .find((cookie) => cookie.startsWith(`${name}=`)) ?? ''

/** Walks as a browser does, from our redirect to the provider and back to our door, which it does not open. */
async function walk(url: string): Promise<URL> {
  const jar = new Map<string, string>()
  let next = url
  for (let step = 0; step < 10; step += 1) {
    if (next.startsWith(CALLBACK)) return new URL(next)
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=', 2)
      jar.set(name, value)
    }
    next = new URL(answer.headers.get('location') ?? '', next).href
  }
  throw new Error(`The provider does not come back: ${next}`)
}

const start = async (key: string, returnTo = '/admin/crm') => {
  const answer = await call('GET', `/auth/providers/${key}/start?returnTo=${encodeURIComponent(returnTo)}`)
  return {
    ...answer,
    url: answer.headers.get('location') ?? '',
    state: cookieOf(answer.headers, 'wasla-provider'),
  }
}
const comeBack = (answer: URL, cookie: string, token?: string) =>
  call('GET', `/auth/providers/callback${answer.search}`, token, undefined, { cookie })

async function signIn(key: string) {
  const { url, state } = await start(key)
  const answer = await comeBack(await walk(url), state)
  const cookie = cookieOf(answer.headers, 'wasla')
  return {
    location: answer.headers.get('location') ?? '',
    problem: /#problem=(\w+)/.exec(answer.headers.get('location') ?? '')?.[1],
    me: async () => call('GET', '/users/me', undefined, undefined, { cookie }),
    cookie,
  }
}

test('an account with the same e-mail, verified on both sides, is linked and signed in; the person is told', async () => {
  const person = await register()
  Object.assign(issuer.person, { email: person.email.toUpperCase(), email_verified: true })
  const first = await signIn('google')
  expect(first.location).toBe(`${ORIGIN}/admin/crm`)
  expect((await first.me()).body.user.email).toBe(person.email)
  await expect
    .poll(() => host.subjectsTo(person.email))
    .toContainEqual(expect.stringContaining('Another way to sign in'))
  // From now on the subject counts, whatever the address is.
  Object.assign(issuer.person, { email: 'other@example.com', email_verified: false })
  expect((await (await signIn('google')).me()).body.user.email).toBe(person.email)
  expect((await call('GET', '/users/me/identities')).status).toBe(401)
  expect((await call('GET', '/users/me/identities', person.token)).body.items).toMatchObject([
    { provider: 'google', name: 'Google' },
  ])
  expect((await call('GET', '/users/me/identities', (await register()).token)).body.items).toEqual([])
})

test.each([
  ['the provider has not', { verified: true }, false],
  ['we have not', { verified: false }, true],
])('nothing is linked when %s verified the address', async (_case, ours, theirs) => {
  const person = await register(ours)
  Object.assign(issuer.person, { email: person.email, email_verified: theirs })
  const refused = await signIn('google')
  expect(refused.problem).toBe('link_needs_verified_email')
  expect((await refused.me()).status).toBe(401)
})

test('a provider of the host makes no accounts', async () => {
  Object.assign(issuer.person, { email: 'stranger@example.com', email_verified: true })
  expect((await signIn('google')).problem).toBe('no_account')
})

test('an answer counts once, in the browser that began, with its state', async () => {
  const person = await register()
  Object.assign(issuer.person, { email: person.email, email_verified: true })
  const begun = await start('google')
  const answer = await walk(begun.url)
  const problem = async (url: URL, cookie: string) => (await comeBack(url, cookie)).headers.get('location')
  expect(await problem(answer, '')).toContain('provider_refused')
  const other = await start('google')
  expect(await problem(answer, other.state)).toContain('provider_refused')
  const forged = new URL(answer)
  forged.searchParams.set('state', other.state.split('=')[1] ?? '')
  // The code belongs to another code verifier.
  expect(await problem(forged, other.state)).toContain('provider_refused')
  expect(await problem(answer, begun.state)).toBe(`${ORIGIN}/admin/crm`)
  expect(await problem(answer, begun.state)).toContain('provider_refused')
})

test('a nonce that is not ours is refused', async () => {
  const person = await register()
  Object.assign(issuer.person, { email: person.email, email_verified: true })
  const begun = await start('google')
  const answer = await walk(begun.url)
  await database.admin.query(`update platform.provider_sign_ins set nonce = 'another'`)
  expect((await comeBack(answer, begun.state)).headers.get('location')).toContain('provider_refused')
})

test('a refusal at the provider, an unknown provider and a way back to another site lead nowhere', async () => {
  const begun = await start('google')
  const state = begun.state.split('=')[1] ?? ''
  const refusal = new URL(`${CALLBACK}?error=access_denied&state=${state}`)
  expect((await comeBack(refusal, begun.state)).headers.get('location')).toContain('provider_refused')
  expect((await start('nobody')).body.code).toBe('provider_not_found')
  expect((await start('sso:x')).status).toBe(404)
  for (const returnTo of ['https://evil.example', '//evil.example', '/\\evil.example', 'admin'])
    expect((await start('google', returnTo)).body.code).toBe('return_to_invalid')
})

test('whoever has an authenticator app is asked for its code, too', async () => {
  const person = await register()
  const { uri } = (
    await post('/users/me/second-factor/totp', { currentPassword: person.password }, person.token)
  ).body
  const totp = URI.parse(uri) as TOTP
  await post('/users/me/second-factor/totp/confirm', { code: totp.generate() }, person.token)
  Object.assign(issuer.person, { email: person.email, email_verified: true })
  const pending = await signIn('google')
  expect(pending.cookie).toBe('')
  const fragment = new URLSearchParams(new URL(pending.location).hash.slice(1))
  expect(pending.location).toContain(`${ORIGIN}/admin/sign-in/second-factor#`)
  const code = totp.generate({ timestamp: Date.now() + 30_000 })
  const answer = { token: fragment.get('token'), method: 'totp', code }
  expect((await post('/auth/second-factor', answer)).body.user.email).toBe(person.email)
})

test('Facebook’s word is enough for what was linked by hand, and for nothing else', async () => {
  const person = await register()
  facebookPerson = { ...facebookPerson, id: person.userId, email: person.email }
  expect((await signIn('facebook')).problem).toBe('link_needs_verified_email')
  const begin = (token?: string, currentPassword?: string) =>
    call('POST', '/users/me/identities/facebook', token, { currentPassword })
  expect((await begin()).status).toBe(401)
  expect((await begin(person.token)).body.code).toBe('password_wrong')
  const begun = await begin(person.token, person.password)
  const state = cookieOf(begun.headers, 'wasla-provider')
  const answer = await walk(begun.body.url)
  const stranger = await register()
  expect((await comeBack(answer, state, stranger.token)).headers.get('location')).toContain('sign_in_again')
  const again = await begin(person.token, person.password)
  const linked = await comeBack(
    await walk(again.body.url),
    cookieOf(again.headers, 'wasla-provider'),
    person.token,
  )
  expect(linked.headers.get('location')).toBe(`${ORIGIN}/admin`)
  expect((await (await signIn('facebook')).me()).body.user.email).toBe(person.email)
  // Another account cannot take it over.
  const theirs = await begin(stranger.token, stranger.password)
  const taken = await comeBack(
    await walk(theirs.body.url),
    cookieOf(theirs.headers, 'wasla-provider'),
    stranger.token,
  )
  expect(taken.headers.get('location')).toContain('identity_taken')
})

test('an identity is unlinked: 401, the password; the last way in stays', async () => {
  const person = await register()
  Object.assign(issuer.person, { email: person.email, email_verified: true })
  const signedIn = await signIn('google')
  const remove = (token?: string, currentPassword?: string) =>
    call('POST', '/users/me/identities/google/remove', token, { currentPassword })
  expect((await remove()).status).toBe(401)
  expect((await remove(person.token)).status).toBe(400)
  await database.admin.query('update platform.users set password_hash = null where id = $1', [person.userId])
  const headers = { cookie: signedIn.cookie, origin: host.url }
  const last = await call('POST', '/users/me/identities/google/remove', undefined, {}, headers)
  expect(last.body.code).toBe('last_way_in')
  await database.admin.query(
    `update platform.users set password_hash = (select password_hash from platform.users where id <> $1 and password_hash is not null limit 1) where id = $1`,
    [person.userId],
  )
  expect((await remove(person.token, person.password)).status).toBe(204)
  expect((await remove(person.token, person.password)).body.code).toBe('identity_not_found')
})

const provider = () => ({
  name: 'Work',
  issuer: issuer.issuer,
  clientId: issuer.clientId,
  clientSecret: issuer.clientSecret,
  emailDomains: ['work.example'],
})

test('an organization has its own issuer: 401, 403, then its new people become members, and other organizations none', async () => {
  const owner = await register()
  expect((await post('/organization/sign-in-providers', provider())).status).toBe(401)
  const added = await post('/organization/sign-in-providers', provider(), owner.token)
  const again = await post('/organization/sign-in-providers', provider(), owner.token)
  expect([again.status, again.body.code]).toEqual([409, 'provider_exists'])
  expect(added).toMatchObject({ status: 201, body: { redirectUri: CALLBACK, role: 'member' } })
  expect(JSON.stringify(added.body)).not.toContain(issuer.clientSecret)
  const key = `sso:${added.body.id}`
  Object.assign(issuer.person, {
    email: `new${owner.userId}@work.example`,
    email_verified: true,
    name: 'Nadia',
  })
  const signedIn = await signIn(key)
  const { body } = await signedIn.me()
  expect(body).toMatchObject({
    user: { fullName: 'Nadia', emailVerified: false },
    organization: { id: owner.organizationId },
    role: 'member',
  })
  const list = (cookie: string) =>
    call('GET', '/organization/sign-in-providers', undefined, undefined, { cookie })
  expect((await list(signedIn.cookie)).status).toBe(403)
  expect(
    (
      await call('POST', '/organization/sign-in-providers', undefined, provider(), {
        cookie: signedIn.cookie,
        origin: host.url,
      })
    ).status,
  ).toBe(403)
  const stranger = await register()
  expect((await call('GET', '/organization/sign-in-providers', stranger.token)).body.items).toEqual([])
  const change = (token?: string) =>
    call('PATCH', `/organization/sign-in-providers/${added.body.id}`, token, { enabled: false })
  expect((await change()).status).toBe(401)
  expect((await change(stranger.token)).status).toBe(404)
  const removal = (token?: string) =>
    call('DELETE', `/organization/sign-in-providers/${added.body.id}`, token)
  expect((await removal(stranger.token)).status).toBe(404)
  Object.assign(issuer.person, {
    sub: `${issuer.person.sub}-other`,
    email: `x${owner.userId}@elsewhere.example`,
  })
  expect((await signIn(key)).problem).toBe('no_account')
  expect((await change(owner.token)).body.enabled).toBe(false)
  expect((await start(key)).status).toBe(404)
  expect((await removal(owner.token)).status).toBe(204)
})

test('an organization’s issuer cannot open the account of somebody who belongs to others', async () => {
  const [attacker, victim] = [await register(), await register()]
  const { id } = (await post('/organization/sign-in-providers', provider(), attacker.token)).body
  Object.assign(issuer.person, { email: victim.email, email_verified: true })
  expect((await signIn(`sso:${id}`)).problem).toBe('account_shared')
  await addMember(attacker.organizationId, victim.userId)
  expect((await signIn(`sso:${id}`)).problem).toBe('account_shared')
  // Nor may it be linked by hand.
  expect(
    (await post(`/users/me/identities/sso:${id}`, { currentPassword: victim.password }, victim.token)).body
      .code,
  ).toBe('provider_not_linkable')
})

test('who came by an organization’s issuer and joins another organization later stays apart from it', async () => {
  const [owner, other] = [await register(), await register()]
  const { id } = (await post('/organization/sign-in-providers', provider(), owner.token)).body
  Object.assign(issuer.person, { email: `late${owner.userId}@work.example`, email_verified: true })
  const first = await signIn(`sso:${id}`)
  const { user } = (await first.me()).body
  await addMember(other.organizationId, user.id)
  const again = await signIn(`sso:${id}`)
  expect((await again.me()).body.organization.id).toBe(owner.organizationId)
  const headers = { cookie: again.cookie, origin: host.url }
  const password = await call(
    'PUT',
    '/users/me/password',
    undefined,
    { password: 'quiet river stone' },
    headers,
  )
  expect(password).toMatchObject({ status: 403, body: { code: 'sign_in_again' } })
  await database.admin.query(
    `delete from platform.memberships where organization_id = '${owner.organizationId}' and user_id = '${user.id}'`,
  )
  expect((await signIn(`sso:${id}`)).problem).toBe('not_a_member')
})

test('a role that could do anything is not given to everybody who signs in', async () => {
  const owner = await register()
  for (const role of ['owner', 'admin'])
    expect((await post('/organization/sign-in-providers', { ...provider(), role }, owner.token)).status).toBe(
      400,
    )
})

test('an issuer in a private network is asked nothing', async () => {
  let connections = 0
  const inside = createTcpServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
  const { port } = inside.address() as AddressInfo
  const strict = await startHost(database, undefined, { origin: ORIGIN })
  const owner = await register()
  for (const name of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
    const add = { ...provider(), issuer: `https://${name}:${port}` }
    const { id } = (await post('/organization/sign-in-providers', add, owner.token)).body
    const answer = await strict.call(`/api/v1/auth/providers/sso:${id}/start`)
    expect(answer).toMatchObject({ status: 503, body: { code: 'provider_unreachable' } })
  }
  expect(connections).toBe(0)
  await strict.stop()
  inside.close()
})

test('the ways to sign in are listed: the host’s, and those of an organization by its slug', async () => {
  const owner = await register()
  const slug = `o-${owner.organizationId}`
  await database.admin.query('update platform.organizations set slug = $2 where id = $1', [
    owner.organizationId,
    slug,
  ])
  const { id } = (await post('/organization/sign-in-providers', provider(), owner.token)).body
  const keys = async (query: string) =>
    (await call('GET', `/auth/providers${query}`)).body.items.map(({ key }: { key: string }) => key)
  expect(await keys('')).toEqual(['google', 'facebook'])
  expect(await keys(`?organization=${slug}`)).toEqual([`sso:${id}`, 'google', 'facebook'])
})

function addMember(organizationId: string, userId: string) {
  return database.admin.query(
    `begin; select set_config('app.organization_id', '${organizationId}', true);
     insert into platform.memberships (organization_id, user_id, role) values ('${organizationId}', '${userId}', 'member'); commit`,
  )
}

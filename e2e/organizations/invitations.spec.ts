import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { mailedToken, PASSWORD, personOf } from './_people.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours & Sons')
  theirs = await host.organization('Theirs')
})
afterAll(() => host.stop())

let people = 0
const newEmail = () => `invited-${(people += 1)}@example.com`
const invite = (
  email: string,
  body: object = {},
  by: { call: TestOrganization['owner']['call'] } = ours.owner,
) => by.call('POST', '/users/invite', { body: { email, ...body } })
const accept = (token: string, body: object = {}) =>
  host.visitor.call('POST', '/auth/accept-invitation', { body: { token, ...body } })
const account = { fullName: 'Mona Farouk', password: PASSWORD }

test('who is invited makes an account with the link, and is in with the role they were invited to', async () => {
  const email = newEmail()
  const manager = await ours.member('manager')
  expect((await invite(email, {}, host.visitor)).status).toBe(401)
  expect((await invite(email, {}, manager)).status).toBe(403)
  const invited = await invite(` ${email.toUpperCase()} `, { role: 'agent', language: 'ar' })
  expect(invited).toMatchObject({ status: 201, body: { email, role: 'agent', status: 'open' } })
  const token = await mailedToken(host, email)
  const [mail] = await host.query<{ subject: string; html: string }>(
    'select subject, html from platform.development_mails where recipient = $1',
    [email],
  )
  expect(mail).toMatchObject({
    subject: expect.stringContaining('دعوة'),
    html: expect.stringContaining('dir="rtl"'),
  })
  expect((await host.visitor.call('POST', '/auth/invitation', { body: { token } })).body).toEqual({
    organization: { id: ours.id, name: 'Ours & Sons' },
    email,
    role: { key: 'agent', name: { en: 'Agent', ar: 'موظف' } },
    hasAccount: false,
  })
  expect((await accept(token)).body).toMatchObject({ code: 'account_needed' })
  expect((await accept(token, { ...account, password: 'password1' })).body.code).toBe('password_too_common')
  const accepted = await accept(token, account)
  expect(accepted).toMatchObject({
    status: 201,
    body: { user: { email, emailVerified: true }, organization: { id: ours.id } },
  })
  const me = await personOf(host, accepted.body).call('GET', '/users/me')
  expect(me.body).toMatchObject({ role: 'agent', organization: { id: ours.id } })
  expect((await accept(token, account)).body.code).toBe('token_invalid')
  const { body } = await ours.owner.call('GET', '/users/invitations')
  expect(body.items[0]).toMatchObject({ email, status: 'accepted', invitedBy: 'Owner of Ours & Sons' })
  expect((await theirs.owner.call('GET', '/users/invitations')).body.items).toEqual([])
})

test('who has an account only joins: the link alone signs nobody in', async () => {
  const [{ email }] = (await host.query('select email from platform.users where id = $1', [
    theirs.owner.userId,
  ])) as [{ email: string }]
  await invite(email)
  const answer = await accept(await mailedToken(host, email))
  expect(answer).toMatchObject({ status: 200, body: { joined: true, organization: { id: ours.id } } })
  expect(answer.body.accessToken).toBeUndefined()
  const { body } = await theirs.owner.call('GET', '/organizations')
  expect(body.items).toMatchObject([
    { name: 'Theirs', role: 'owner', current: true },
    { name: 'Ours & Sons', role: 'member', current: false },
  ])
  expect((await invite(email)).body.code).toBe('member_already')
})

test('inviting tells nobody who has an account', async () => {
  const known = await host.query<{ email: string }>('select email from platform.users where id = $1', [
    (await theirs.member('agent')).userId,
  ])
  const [one, other] = [await invite(newEmail()), await invite(known[0]?.email ?? '')]
  const shape = ({ status, body }: typeof one) => [
    status,
    { ...body, id: '', email: '', createdAt: '', sentAt: '', expiresAt: '' },
  ]
  expect(shape(one)).toEqual(shape(other))
  expect([...one.headers.keys()]).toEqual([...other.headers.keys()])
})

test('fifty acceptances at once make one account and one member', async () => {
  const email = newEmail()
  await invite(email)
  const token = await mailedToken(host, email)
  const answers = await Promise.all(Array.from({ length: 50 }, () => accept(token, account)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  const others = answers
    .filter(({ status }) => status !== 201)
    .map(({ status, body }) => `${status} ${body.code}`)
  expect([...new Set(others)]).toEqual(['400 token_invalid'])
  expect(await host.query('select 1 from platform.users where email = $1', [email])).toHaveLength(1)
})

test('a link that was revoked, sent anew or expired does not work', async () => {
  const email = newEmail()
  const { body: invitation } = await invite(email)
  const first = await mailedToken(host, email)
  expect((await invite(email)).body.code).toBe('invited_already')
  const path = `/users/invitations/${invitation.id}`
  expect((await theirs.owner.call('POST', `${path}/resend`)).status).toBe(404)
  expect((await ours.owner.call('POST', `${path}/resend`)).status).toBe(200)
  expect((await accept(first, account)).body.code).toBe('token_invalid')
  await expect.poll(() => mailedToken(host, email)).not.toBe(first)
  expect(await theirs.owner.call('DELETE', path)).toMatchObject({
    status: 404,
    body: { code: 'invitation_not_found' },
  })
  expect((await ours.owner.call('DELETE', path)).status).toBe(204)
  expect((await ours.owner.call('DELETE', path)).body.code).toBe('invitation_closed')
  expect((await accept(await mailedToken(host, email), account)).body.code).toBe('token_invalid')
  const late = newEmail()
  await invite(late)
  const token = await mailedToken(host, late)
  await host.query(`update platform.invitations set expires_at = now() where email = $1`, [late])
  expect((await accept(token, account)).body.code).toBe('token_invalid')
  expect((await invite(late)).status).toBe(201)
})

test('seats hold when more people accept at once than there are', async () => {
  const organization = await host.organization('Small')
  await host.query('update platform.organizations set seat_limit = 3 where id = $1', [organization.id])
  const tokens = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const email = newEmail()
      await invite(email, {}, organization.owner)
      return mailedToken(host, email)
    }),
  )
  const answers = await Promise.all(tokens.map((token) => accept(token, account)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409, 409])
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'seats_taken', limit: 3 })
})

test('an administrator cannot invite an owner', async () => {
  const admin = await ours.member('admin')
  expect((await invite(newEmail(), { role: 'owner' }, admin)).body.code).toBe('owners_only')
  expect((await invite(newEmail(), { role: 'owner' })).status).toBe(201)
})

test('neither the link nor its token is in the database', async () => {
  const email = newEmail()
  await invite(email)
  const token = await mailedToken(host, email)
  const [{ everything }] = (await host.query(
    `select (select jsonb_agg(to_jsonb(i)) from platform.invitations i)::text
       || (select jsonb_agg(to_jsonb(v)) from platform.audit_log v)::text as everything`,
  )) as [{ everything: string }]
  expect(everything).not.toContain(token)
  expect(everything).toContain(email)
})

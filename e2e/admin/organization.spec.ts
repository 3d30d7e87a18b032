import { expect, test } from 'vitest'
import { TestClient } from '@wasla/host'
import { startPushService, type PushService } from '../_push-service.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../_webhook-receiver.ts'
import { OWNER, registerOwner, startAdmin, useAdmin, type AdminHarness } from './_admin.ts'
import { LANGUAGES, wordsOf } from './_words.ts'

const SARA = { email: 'sara@example.com', fullName: 'Sara Nasser' } as const

let admin: AdminHarness
let api: TestClient
let receiver: WebhookReceiver
let pushes: PushService
let token: string
let sara: TestClient

useAdmin(async () => {
  ;[admin, receiver, pushes] = await Promise.all([
    startAdmin({ OUTBOUND_NETWORKS: '127.0.0.1' }),
    startWebhookReceiver(),
    startPushService(),
  ])
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
  sara = await admin.member(api, { ...SARA, role: 'admin' })
  const stop = async (): Promise<void> => {
    await Promise.all([admin.stop(), receiver.stop(), pushes.stop()])
  }
  return { ...admin, stop }
})

test('a notification is counted at once, leads to its page, and comes as the person prefers', async () => {
  const { body: me } = await api.call('GET', '/users/me')
  await api.call('POST', '/notifications/read', { body: {} })
  const all = ['in-app', 'email', 'push']
  await api.call('PUT', '/notification-preferences', {
    body: { kinds: { 'ticketing.ticket-assigned': all }, quietHours: null },
  })
  const page = await admin.window({ token })
  await page.goto('/admin')
  await page.getByRole('link', { name: 'Notifications: nothing new' }).waitFor()
  const { body: ticket } = await sara.call('POST', '/tickets', { body: { subject: 'The box is late' } })
  await sara.call('POST', `/tickets/${ticket.id}/assign`, { body: { assigneeId: me.user.id } })
  await page.getByRole('link', { name: 'Notifications: 1 new' }).click()
  await page.getByRole('button', { name: 'A ticket was assigned to you' }).first().click()
  await page.getByRole('heading', { name: 'The box is late' }).waitFor()
  await page.getByRole('link', { name: 'Notifications: nothing new' }).waitFor()

  await page.goto('/admin/notifications/preferences')
  await page.getByLabel('A ticket was assigned to you: By e-mail').uncheck()
  await expect
    .poll(
      async () =>
        (await api.call('GET', '/notification-preferences')).body.kinds.find(
          ({ kind }: { kind: string }) => kind === 'ticketing.ticket-assigned',
        ).channels,
    )
    .not.toContain('email')
  await page.getByLabel('No messages during quiet hours').click()
  await page.getByLabel('From').fill('21:30')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await api.call('GET', '/notification-preferences')).body.quietHours)
    .toEqual({ from: '21:30', until: '07:00' })
  // Off again: what comes next would wait until the morning when this runs at night.
  await page.getByLabel('No messages during quiet hours').click()
  await expect
    .poll(async () => (await api.call('GET', '/notification-preferences')).body.quietHours)
    .toBeNull()
  expect(admin.complaints).toEqual([])
})

test.each(LANGUAGES)(
  'a browser is opted in to pushes, and its service worker shows what arrives and leads there, in %s',
  async (language) => {
    const say = wordsOf(language)
    const subject = language === 'ar' ? 'الهاتف يرن' : 'It rings'
    const { body: key } = await api.call('GET', '/push-subscriptions/key')
    const { subscription, received } = pushes.browser(key.publicKey)
    const page = await admin.window({ token, language })
    await page.context().grantPermissions(['notifications'], { origin: admin.url })
    // The push service of the browser's maker is out of reach; all else is the browser's own.
    await page.addInitScript((given) => {
      const held = { toJSON: () => given, unsubscribe: async () => true }
      let present: typeof held | null = null
      Object.assign(PushManager.prototype, {
        subscribe: async () => (present = held),
        getSubscription: async () => present,
      })
    }, subscription)
    await page.goto('/admin/notifications/preferences')
    await page.getByRole('button', { name: say('push.start') }).click()
    await page.getByText(say('sessions.current')).waitFor()

    const { body: me } = await api.call('GET', '/users/me')
    const opened = await sara.call('POST', '/tickets', { body: { subject } })
    expect(opened).toMatchObject({ status: 201 })
    const { body: ticket } = opened
    const assigned = await sara.call('POST', `/tickets/${ticket.id}/assign`, {
      body: { assigneeId: me.user.id },
    })
    expect(assigned).toMatchObject({ status: 200 })
    const arrived = () => received.find(({ payload }) => String(payload['body']).includes(subject))
    await expect.poll(arrived, { timeout: 20_000 }).toBeDefined()

    // A browser without a screen shows no notifications; what its worker asks for is looked at.
    const [present] = page.context().serviceWorkers()
    const worker = present ?? (await page.context().waitForEvent('serviceworker'))
    await worker.evaluate(() => {
      const { registration } = globalThis as unknown as { registration: object }
      Object.assign(registration, {
        showNotification: async (title: string, told: object) =>
          void Object.assign(globalThis, { shown: { title, ...told } }),
      })
    })
    const devices = await page.context().newCDPSession(page)
    const registration = new Promise<string>((resolve) =>
      devices.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations
        if (first !== undefined) resolve(first.registrationId)
      }),
    )
    await devices.send('ServiceWorker.enable')
    await devices.send('ServiceWorker.deliverPushMessage', {
      origin: admin.url,
      registrationId: await registration,
      data: JSON.stringify(arrived()?.payload),
    })
    const shown = () => worker.evaluate(() => (globalThis as { shown?: unknown }).shown)
    await expect.poll(shown).toMatchObject({
      title: expect.any(String),
      body: expect.stringContaining(subject),
      data: { link: `/admin/ticketing/${ticket.id}` },
    })

    // The browser moved the subscription by itself: the platform is told of the new address without a page.
    const moved = pushes.browser(key.publicKey).subscription
    await worker.evaluate(async (given) => {
      const scope = globalThis as unknown as {
        ExtendableEvent: typeof Event
        dispatchEvent(event: Event): void
      }
      const event = new scope.ExtendableEvent('pushsubscriptionchange')
      scope.dispatchEvent(Object.assign(event, { newSubscription: { toJSON: () => given } }))
    }, moved)
    await expect.poll(async () => (await api.call('GET', '/push-subscriptions')).body.items.length).toBe(2)

    // A click leads to what the notification is about. Only a person's click may focus a window.
    await worker.evaluate((link) => {
      const scope = globalThis as unknown as {
        ExtendableEvent: typeof Event
        WindowClient: { prototype: object }
        dispatchEvent(event: Event): void
      }
      Object.assign(scope.WindowClient.prototype, { focus: async () => undefined })
      const event = new scope.ExtendableEvent('notificationclick')
      scope.dispatchEvent(Object.assign(event, { notification: { close: () => undefined, data: { link } } }))
    }, `/admin/ticketing/${ticket.id}`)
    await page.getByRole('heading', { name: subject }).waitFor()
    await page.goto('/admin/notifications/preferences')
    const removals = page.getByRole('button', { name: say('account.remove') })
    await removals.nth(1).waitFor()
    for (let left = 2; left > 0; left -= 1) {
      await removals.first().click()
      await expect.poll(() => removals.count()).toBe(left - 1)
    }
    expect((await api.call('GET', '/push-subscriptions')).body.items).toEqual([])
    expect(admin.complaints).toEqual([])
  },
)

test.each(LANGUAGES)(
  'a webhook is added, its secret shown once, what it was sent is looked at and sent again, and its end is told, in %s',
  async (language) => {
    const say = wordsOf(language)
    receiver.received.length = 0
    const page = await admin.window({ token, language })
    await page.goto('/admin/webhooks')
    await page
      .getByRole('button', { name: say('webhooks.new') })
      .first()
      .click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(say('webhooks.url')).fill(receiver.url)
    await drawer.getByLabel(say('webhooks.description')).fill(language === 'ar' ? 'المحاسبة' : 'Bookkeeping')
    await drawer.getByLabel(say('webhooks.all-events')).uncheck()
    await drawer.getByLabel('crm.customer.created').check()
    await drawer.getByRole('button', { name: say('webhooks.create') }).click()
    const secret = page.getByRole('dialog').getByLabel(say('webhooks.secret'), { exact: true })
    expect(await secret.inputValue()).toMatch(/^whsec_/)
    await page.getByRole('button', { name: say('second-factor.kept') }).click()

    await page.getByRole('link', { name: receiver.url }).click()
    await page.getByText(say('webhooks.nothing-sent'), { exact: true }).waitFor()
    await api.call('POST', '/crm/customers', { body: { companyName: 'Sent away' } })
    await page.getByText(say('webhooks.deliveries.delivered')).waitFor()
    await page.getByRole('button', { name: 'crm.customer.created' }).click()
    const message = page.getByRole('dialog')
    await message.getByText('customerId').waitFor()
    await message.getByText('204', { exact: true }).waitFor()
    await message.getByRole('button', { name: say('webhooks.send-again') }).click()
    await expect.poll(() => receiver.received.length).toBe(2)
    expect(receiver.received[0]?.headers['webhook-id']).toBe(receiver.received[1]?.headers['webhook-id'])
    await message.getByRole('button', { name: say('close') }).click()

    await page.getByRole('button', { name: say('webhooks.more') }).click()
    await page.getByRole('menuitem', { name: say('webhooks.rotate') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('webhooks.rotate') })
      .click()
    expect(
      await page.getByRole('dialog').getByLabel(say('webhooks.secret'), { exact: true }).inputValue(),
    ).toMatch(/^whsec_/)
    await page.getByRole('button', { name: say('second-factor.kept') }).click()

    receiver.answer = (response) => response.writeHead(410).end('nobody lives here')
    await api.call('POST', '/crm/customers', { body: { companyName: 'Came back' } })
    // The page follows by itself.
    await page.getByRole('alert').getByText(say('webhooks.disabled.gone')).waitFor()
    receiver.answer = (response) => response.writeHead(204).end()
    await page.getByRole('button', { name: say('webhooks.switch-on') }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    const before = receiver.received.length
    await page
      .getByRole('row')
      .filter({ hasText: say('webhooks.deliveries.failed') })
      .getByRole('button')
      .first()
      .click()
    await message.getByRole('button', { name: say('webhooks.send-again') }).click()
    await expect.poll(() => receiver.received.length).toBeGreaterThan(before)
    await message.getByRole('button', { name: say('close') }).click()

    await page.getByRole('button', { name: say('webhooks.more') }).click()
    await page.getByRole('menuitem', { name: say('webhooks.delete') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('webhooks.delete') })
      .click()
    await page.getByText(say('webhooks.empty'), { exact: true }).waitFor()
    expect(admin.complaints).toEqual([])
  },
)

test('members, roles and the organization follow what others change, within a second or so', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/members')
  await page.getByText(OWNER.fullName).first().waitFor()
  const begun = performance.now()
  const guest = await admin.member(api, {
    email: 'noor@example.com',
    fullName: 'Noor Haddad',
    role: 'member',
  })
  await page.getByText('Noor Haddad').waitFor()
  console.info(
    `A new member stood on the page ${(performance.now() - begun).toFixed(0)} ms after the invitation began.`,
  )
  const hers = await admin.window({ token: guest.token })
  await hers.goto('/admin')
  await hers.getByRole('link', { name: 'Tickets' }).waitFor()
  expect(await hers.getByRole('link', { name: 'Members' }).count()).toBe(0)
  const { body } = await guest.call('GET', '/users/me')
  await api.call('PATCH', `/users/${body.user.id}`, { body: { role: 'admin' } })
  // What her role lets her see appears without a reload, and her role on the other's page.
  await hers.getByRole('link', { name: 'Members' }).waitFor()
  await page.getByRole('row', { name: 'Noor Haddad' }).getByText('Administrator').waitFor()
  await api.call('PATCH', '/organization', { body: { name: 'Northwind, renamed' } })
  await hers.getByRole('button', { name: 'Northwind, renamed' }).waitFor()
  await api.call('PATCH', '/organization', { body: { name: OWNER.organizationName } })

  // Whoever signs in elsewhere shows in their own list.
  const own = await admin.window({ token, language: 'ar' })
  await own.goto('/admin/account')
  const sessions = own.getByRole('region', { name: wordsOf('ar')('sessions.title') }).getByRole('listitem')
  await expect.poll(() => sessions.count()).toBeGreaterThan(0)
  const before = await sessions.count()
  const { email, password } = OWNER
  await new TestClient(admin.url).call('POST', '/auth/login', { body: { email, password } })
  await expect.poll(() => sessions.count()).toBe(before + 1)
})

test('a conversation and what happened with a customer follow what others write', async () => {
  const { body: customer } = await api.call('POST', '/crm/customers', { body: { companyName: 'Talkative' } })
  const { body: ticket } = await api.call('POST', '/tickets', { body: { subject: 'Many words' } })
  const [conversation, activities] = [await admin.window({ token }), await admin.window({ token })]
  await conversation.goto(`/admin/ticketing/${ticket.id}`)
  await conversation.getByText('Nothing was said yet.').waitFor()
  await activities.goto(`/admin/crm/customers/${customer.id}`)
  await activities.getByText('Nothing has happened yet').waitFor()
  await api.call('POST', `/tickets/${ticket.id}/comments`, { body: { body: 'Said elsewhere' } })
  await conversation.getByText('Said elsewhere').waitFor()
  await api.call('POST', `/crm/customers/${customer.id}/activities`, {
    body: { kind: 'call', subject: 'Called from elsewhere' },
  })
  await activities.getByText('Called from elsewhere').waitFor()
  expect(admin.complaints).toEqual([])
})

test('the calendar is walked by keyboard, from the right in Arabic, and its week begins as in the country', async () => {
  const { body: customer } = await api.call('POST', '/crm/customers', {
    body: { companyName: 'مؤسسة الموعد' },
  })
  const now = new Date()
  const noon = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 15, 9)).toISOString()
  await api.call('POST', `/crm/customers/${customer.id}/activities`, {
    body: { kind: 'meeting', subject: 'لقاء في الرياض', occurredAt: noon },
  })
  const page = await admin.window({ token, language: 'ar' })
  await page.goto('/admin/crm/calendar')
  const entry = page.getByRole('link', { name: 'لقاء في الرياض' })
  await entry.waitFor()
  expect(await page.getByRole('columnheader').first().getAttribute('abbr')).toBe('الأحد')
  const boxes = await page
    .getByRole('columnheader')
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x))
  expect(boxes[0]).toBeGreaterThan(boxes[6] ?? 0)

  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-day') ?? null)
  await page.locator(`[data-day="${noon.slice(0, 10)}"]`).click({ position: { x: 8, y: 60 } })
  await page.locator(`[data-day="${noon.slice(0, 10)}"]`).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(focused).toBe(`${noon.slice(0, 8)}16`)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe(`${noon.slice(0, 8)}22`)
  await page.getByRole('button', { name: 'أسبوع', exact: true }).click()
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(7)
  await page.getByRole('button', { name: 'الأسبوع السابق' }).click()
  await entry.click()
  await page.getByRole('heading', { name: 'مؤسسة الموعد' }).waitFor()
  expect(admin.complaints).toEqual([])
})

test.each(LANGUAGES)(
  'a legal hold stands in the way of an erasure until it is released, in %s',
  async (language) => {
    const say = wordsOf(language)
    const email = `held-${language}@example.com`
    await api.call('POST', '/crm/customers', { body: { companyName: 'Held', email } })
    const page = await admin.window({ token, language })
    const dialog = page.getByRole('dialog')
    const askForErasure = async (): Promise<void> => {
      await page
        .getByRole('button', { name: say('privacy.new') })
        .first()
        .click()
      await dialog.getByLabel(say('privacy.kind')).selectOption(say('privacy.kinds.erase'))
      await dialog.getByLabel(say('sign-in.email')).fill(email)
      await page.getByRole('button', { name: say('privacy.order') }).click()
    }
    await page.goto('/admin/privacy')
    await page.getByRole('button', { name: say('holds.new') }).click()
    await dialog.getByLabel(say('sign-in.email')).fill(email)
    const reason = language === 'ar' ? 'نزاع أمام المحكمة' : 'A dispute before the court'
    await dialog.getByLabel(say('holds.reason')).fill(reason)
    await page.getByRole('button', { name: say('holds.place') }).click()
    const hold = page
      .getByRole('region', { name: say('holds.title') })
      .getByRole('listitem')
      .filter({ hasText: email })
    await hold.getByText(reason).waitFor()

    await askForErasure()
    await dialog.getByText(say('problem.legal_hold')).waitFor()
    await page.keyboard.press('Escape')

    await hold.getByRole('button', { name: say('holds.release') }).click()
    await dialog.getByRole('button', { name: say('holds.release') }).click()
    await hold.getByText(new RegExp(`^${say('holds.was-released')}`)).waitFor()
    // Whose it was is forgotten with the rest.
    const done = page
      .getByRole('table', { name: say('privacy.title') })
      .getByText(say('privacy.states.completed'))
    const before = await done.count()
    await askForErasure()
    // The list follows the worker.
    await expect.poll(() => done.count(), { timeout: 20_000 }).toBe(before + 1)
    expect(admin.complaints).toEqual([])
  },
)

test.each(LANGUAGES)('a file is uploaded and removed, in %s', async (language) => {
  const say = wordsOf(language)
  const page = await admin.window({ token, language })
  await page.goto('/admin/files')
  const name = `notes-${language}.txt`
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('kept for a day') })
  await page.getByRole('button', { name: say('files.remove', { name }) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('account.remove'), exact: true })
    .click()
  // Behind an open dialog nothing has a role.
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: name }).waitFor({ state: 'detached' })
  expect(admin.complaints).toEqual([])
})

test.each(LANGUAGES)(
  'deleting the organization has a time of grace in which it is kept, and it is handed on, in %s',
  async (language) => {
    const say = wordsOf(language)
    // The second test hands it back.
    const { body: people } = await api.call('GET', '/users')
    const { email } = people.items.find(({ role }: { role: string }) => role === 'owner')
    const [owner, heir] = email === OWNER.email ? [api, SARA] : [sara, OWNER]
    const page = await admin.window({ token: owner.token, language })
    await page.goto('/admin/organization')
    const deletion = page.getByRole('button', { name: say('ownership.delete') })
    await deletion.click()
    const dialog = page.getByRole('dialog')
    const action = dialog.getByRole('button', { name: say('ownership.delete') })
    expect(await action.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(OWNER.organizationName)
    await action.click()
    const notice = page.getByText(say('ownership.deleted-on').split('{{day}}')[0] ?? '')
    await notice.waitFor()
    await page.getByRole('button', { name: say('ownership.keep') }).click()
    await notice.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: say('ownership.transfer') }).click()
    await dialog.getByLabel(say('ownership.heir')).selectOption({ label: `${heir.fullName} (${heir.email})` })
    await dialog.getByRole('button', { name: say('ownership.hand-over'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    // What only an owner may do leaves with the ownership.
    await deletion.waitFor({ state: 'detached' })
    expect(admin.complaints).toEqual([])
  },
)

import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { createWebhookSecret, signedHeaders } from './webhook-secret.ts'

const body = '{"type":"crm.customer.created","data":{"name":"شركة"}}'

test('the reference library verifies what is signed, by either secret', () => {
  const secrets = [createWebhookSecret(), createWebhookSecret()]
  const headers = signedHeaders(secrets, 'a-message', new Date(), body)
  for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
})

test('it refuses another secret, another body and another time', () => {
  const secret = createWebhookSecret()
  const headers = signedHeaders([secret], 'a-message', new Date(), body)
  expect(() => new Webhook(createWebhookSecret()).verify(body, headers)).toThrow('No matching signature')
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature')
  expect(() =>
    new Webhook(secret).verify(body, signedHeaders([secret], 'a-message', new Date(0), body)),
  ).toThrow('too old')
})

test('a secret has 32 bytes of its own', () => {
  const secret = createWebhookSecret()
  expect(secret).toMatch(/^whsec_/)
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32)
  expect(createWebhookSecret()).not.toBe(secret)
})

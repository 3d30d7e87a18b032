import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { LoadShedder, type RequestInWork } from './load-shedding.ts'

const shedder = new LoadShedder({ maxRequests: 3 })
afterEach(() => shedder.stop())

const TOO_MUCH = 'More requests came than this host can answer in time'

const begin = (accept?: string): RequestInWork => {
  const request = { response: {} as ServerResponse, place: -1 }
  shedder.admit({ url: '/things', headers: { accept } }, request)
  return request
}

test('each that ends makes room for one, in whatever order they end, and once only', () => {
  const [first, second, third] = [begin(), begin(), begin()]
  expect(() => begin()).toThrow(TOO_MUCH)
  shedder.ended(first)
  shedder.ended(first)
  const fourth = begin()
  expect(() => begin()).toThrow(TOO_MUCH)
  for (const request of [third, fourth, second]) shedder.ended(request)
  for (let count = 0; count < 3; count += 1) begin()
  expect(() => begin()).toThrow(TOO_MUCH)
})

test('a stream of events is not counted', () => {
  const full = new LoadShedder({ maxRequests: 1 })
  const stream = { response: {} as ServerResponse, place: -1 }
  full.admit({ url: '/changes', headers: { accept: 'text/event-stream' } }, stream)
  full.ended(stream)
  const request = { response: {} as ServerResponse, place: -1 }
  expect(() => full.admit({ url: '/things', headers: {} }, request)).not.toThrow()
  full.stop()
})

import { readFile } from 'node:fs/promises'
import type { TestClient } from '@wasla/host'
import { expect, vi } from 'vitest'

/** 91 real customers: accents, quoted commas, empty fields, telephone numbers as people write them. */
export const northwind = () =>
  readFile(new URL('../../../examples/data/northwind-customers.csv', import.meta.url), 'utf8')

export async function startImport(api: TestClient, csv: string, query = ''): Promise<string> {
  const headers = { 'content-type': 'text/csv' }
  const { status, body } = await api.call('POST', `/crm/imports${query}`, { body: csv, headers })
  expect(status, JSON.stringify(body)).toBe(202)
  return body.id
}

/** The report of an import, once it is over. */
export async function finishedImport(api: TestClient, id: string) {
  return vi.waitFor(
    async () => {
      const { body } = await api.call('GET', `/crm/imports/${id}`)
      expect(body.status).toBe('finished')
      return body
    },
    { timeout: 15_000, interval: 25 },
  )
}

/** Imports a file and waits for the report. */
export const importCsv = async (api: TestClient, csv: string, query = '') =>
  finishedImport(api, await startImport(api, csv, query))

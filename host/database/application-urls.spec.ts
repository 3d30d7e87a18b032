import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { applicationUrls } from './application-urls.ts'

const login = 'postgresql://wasla_app:derived@direct:5432/wasla'

test('the embedded database is used with the login that was derived', () => {
  expect(applicationUrls(loadConfig({}), login)).toEqual({
    url: login,
    directUrl: login,
    replicaUrl: undefined,
  })
})

test('one privileged address lends only its place to the derived login', () => {
  const config = loadConfig({
    DATABASE_URL: 'postgresql://postgres:secret@bouncer:6432/wasla?sslmode=require',
    DATABASE_DIRECT_URL: 'postgresql://postgres:secret@direct:5432/wasla',
    DATABASE_REPLICA_URL: 'postgresql://postgres:secret@replica:5432/wasla',
    DATABASE_POOLED: 'true',
  })
  expect(applicationUrls(config, login)).toEqual({
    url: 'postgresql://wasla_app:derived@bouncer:6432/wasla?sslmode=require',
    directUrl: 'postgresql://wasla_app:derived@direct:5432/wasla',
    replicaUrl: 'postgresql://wasla_app:derived@replica:5432/wasla',
  })
})

test('beside DATABASE_ADMIN_URL the other addresses stay as they are', () => {
  const config = loadConfig({
    DATABASE_URL: 'postgresql://shop:own@db:5432/wasla',
    DATABASE_ADMIN_URL: 'postgresql://postgres:secret@db:5432/wasla',
  })
  const url = 'postgresql://shop:own@db:5432/wasla'
  expect(applicationUrls(config, url)).toEqual({ url, directUrl: url, replicaUrl: undefined })
})

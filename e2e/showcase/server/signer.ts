import { createHmac, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { privateService, type Cradle } from '@wasla/sdk'
import type { showcaseConfig } from './showcase.settings.ts'

export interface Signer {
  verify(body: Buffer, signature: string): boolean
}

export const signer = privateService<Signer>('showcase.signer')

export function createSigner({ config }: Cradle<z.output<typeof showcaseConfig>>): Signer {
  return {
    verify(body, signature) {
      const expected = createHmac('sha256', config.SIGNING_KEY).update(body).digest()
      const given = Buffer.from(signature, 'hex')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

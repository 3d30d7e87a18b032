import type { Tone } from '@wasla/sdk/admin'
import { z } from 'zod'

export interface Subject {
  readonly email?: string
  readonly phone?: string
  readonly userId?: string
}

interface Erasure {
  readonly type: string
  readonly erased: number
  readonly anonymised: number
  readonly kept: readonly { readonly count: number; readonly reason: string }[]
}

export interface PrivacyRequest {
  readonly id: string
  readonly kind: 'export' | 'erase'
  readonly subject: Subject
  readonly status: 'waiting' | 'running' | 'completed' | 'incomplete' | 'refused'
  readonly progress: number
  readonly message: string | null
  readonly report: {
    readonly modules?: Readonly<
      Record<
        string,
        {
          readonly status: string
          readonly erased?: readonly Erasure[]
          readonly exported?: Readonly<Record<string, number>>
          readonly reason?: string
        }
      >
    >
    readonly platform?: readonly Erasure[]
    readonly refusal?: { readonly reason: string }
  }
  readonly hasArchive: boolean
  readonly createdAt: string
  readonly finishedAt: string | null
}

export const STATUS_TONES: Readonly<Record<PrivacyRequest['status'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  completed: 'success',
  incomplete: 'warning',
  refused: 'danger',
}

export const newRequest = z
  .object({
    kind: z.enum(['export', 'erase']),
    email: z.email().nullable(),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .nullable(),
  })
  .refine(({ email, phone }) => email !== null || phone !== null, { path: ['email'] })

export const personOf = ({ email, phone, userId }: Subject): string => email ?? phone ?? userId ?? ''

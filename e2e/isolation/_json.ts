import type { Answer } from '@wasla/host'

/** Any JSON, as answers have it. */
export type Json = Answer['body']

import { hash, randomBytes } from 'node:crypto'

const TOKEN = /^wsl_[\w-]{43}$/

/** An opaque secret of 256 bits; the prefix lets leak scanners recognise it. */
export function createToken(): string {
  return `wsl_${randomBytes(32).toString('base64url')}`
}

/** What is kept of a token: it cannot be turned back. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

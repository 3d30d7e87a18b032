import { forbidden, type LinkOptions } from '@wasla/sdk'
import type { Signer } from '../encryption/keyring.ts'

const PURPOSE = 'file-link'
const DEFAULT_SECONDS = 300
const LONGEST_SECONDS = 7 * 86_400

export interface LinkQuery {
  /** Seconds since 1970. */
  readonly expires: number
  readonly inline?: '1'
  readonly signature: string
}

/** @returns the path and query under which the file is had without signing in */
export function signLink(
  signer: Signer,
  id: string,
  { expiresIn = DEFAULT_SECONDS, inline = false }: LinkOptions,
  now = Date.now(),
): string {
  const expires = Math.floor(now / 1000) + Math.min(Math.max(1, Math.floor(expiresIn)), LONGEST_SECONDS)
  const query = new URLSearchParams({
    expires: String(expires),
    ...(inline ? { inline: '1' } : {}),
    signature: signer.sign(text(id, expires, inline), PURPOSE),
  })
  return `/api/v1/files/${id}/content?${query}`
}

/** @throws forbidden `link_invalid`, `link_expired` */
export function assertLink(
  signer: Signer,
  id: string,
  { expires, inline, signature }: LinkQuery,
  now = Date.now(),
): void {
  if (signer.check(signature, text(id, expires, inline === '1'), PURPOSE) !== 'valid') {
    throw forbidden(
      'link_invalid',
      'The link is not one that was given out here, or a part of it is missing; ask for a new one.',
    )
  }
  if (expires * 1000 <= now) throw forbidden('link_expired', 'The link has expired; ask for a new one.')
}

const text = (id: string, expires: number, inline: boolean) =>
  [id, expires, inline ? 'inline' : 'attachment'].join(' ')

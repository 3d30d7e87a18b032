import type { KeptMail, KeptText } from './development-mailbox.ts'
import { escapeHtml } from './escape-html.ts'

/** Nothing but the page's own style, and mails in frames. */
export const MAILBOX_POLICY = `default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** For a mail in its frame: no scripts, and links open beside the frame. */
export const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation`

interface Kept {
  readonly items: readonly KeptMail[]
  readonly texts: readonly KeptText[]
}

const STYLE = `body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1c2733}main{max-width:960px;margin:0 auto;padding:24px}
table{border-collapse:collapse;inline-size:100%}td,th{text-align:start;padding:8px 12px;border-block-end:1px solid #dfe4ea}td:first-child{white-space:nowrap}td{overflow-wrap:anywhere}
iframe{inline-size:100%;block-size:60vh;border:1px solid #dfe4ea}pre{white-space:pre-wrap;background:#f3f5f7;padding:16px}`

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body>
</html>
`

const time = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ')

export function mailboxPage({ items, texts }: Kept): string {
  const mailRows = items.map(
    ({ id, to, subject, sentAt, language }) =>
      `<tr><td>${time(sentAt)}</td><td>${escapeHtml(to)}</td><td lang="${language}" dir="auto"><a href="/dev/mailbox/${id}">${escapeHtml(subject)}</a></td></tr>`,
  )
  const textRows = texts.map(
    ({ to, text, sentAt, language }) =>
      `<tr><td>${time(sentAt)}</td><td dir="ltr">${escapeHtml(to)}</td><td lang="${language}" dir="auto"><pre>${escapeHtml(text)}</pre></td></tr>`,
  )
  return page(
    'Mailbox',
    `<h1>Mailbox</h1><p>In development mails and texts to phones are kept here and sent to nobody.</p>
<h2>Mails</h2>${table('Subject', mailRows, 'No mail yet.')}<h2>SMS</h2>${table('Text', textRows, 'No text yet.')}`,
  )
}

const table = (what: string, rows: readonly string[], none: string) =>
  rows.length === 0
    ? `<p>${none}</p>`
    : `<table><thead><tr><th>Sent (UTC)</th><th>To</th><th>${what}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`

export function mailPage({ id, from, to, subject, text, sentAt, language }: KeptMail): string {
  return page(
    subject,
    `<p><a href="/dev/mailbox">All mails</a></p><h1 lang="${language}" dir="auto">${escapeHtml(subject)}</h1>
<p>From ${escapeHtml(from)} to ${escapeHtml(to)}, ${time(sentAt)} UTC</p>
<iframe title="The mail" src="/dev/mailbox/${id}/html"></iframe>
<h2>Plain text</h2><pre lang="${language}" dir="auto">${escapeHtml(text)}</pre>`,
  )
}

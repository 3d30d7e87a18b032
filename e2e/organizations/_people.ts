import { TestClient, type TestHost } from '@wasla/host'

export const PASSWORD = 'correct horse battery staple'

/** Somebody signed in, by the answer of whatever signed them in. */
export function personOf(
  host: TestHost,
  { accessToken, user }: { accessToken: string; user: { id: string } },
) {
  return Object.assign(new TestClient(host.url, accessToken), { userId: user.id })
}

/** The token in the newest mail to somebody. */
export async function mailedToken(host: TestHost, email: string): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const [mail] = await host.query<{ text: string }>(
      'select plain_text as text from platform.development_mails where recipient = $1 order by id desc limit 1',
      [email],
    )
    const token = mail === undefined ? undefined : /#token=([\w-]+)/.exec(mail.text)?.[1]
    if (token !== undefined) return token
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`No mail to ${email} arrived`)
}

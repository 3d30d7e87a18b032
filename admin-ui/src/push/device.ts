import { callApi } from '@wasla/sdk/admin'

/** A browser that shows a person's notifications, as `/push-subscriptions` tells of it. */
export interface PushDevice {
  readonly id: string
  readonly device: { readonly browser: string | null; readonly system: string | null }
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly current: boolean
}

export const PUSH_PATH = '/push-subscriptions'

/** Browsers push on https and localhost only, some of them only once the page is installed. */
export function pushIsPossible(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
}

/** `applicationServerKey` as the browser takes it: the bytes behind base64url. */
function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/**
 * Has the person's notifications shown in this browser.
 * @returns whether the person allowed it
 */
export async function startPush(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const { pushManager } = await navigator.serviceWorker.ready
  const { publicKey } = await callApi<{ publicKey: string }>('GET', `${PUSH_PATH}/key`)
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  })
  await callApi('POST', PUSH_PATH, { body: subscription.toJSON() })
  return true
}

/** Shows nothing more in this browser; the platform is told by whoever calls. */
export async function stopPush(): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready
  await (await pushManager.getSubscription())?.unsubscribe()
}

/** Says again where this browser is, since its address may have changed while nobody looked. */
export async function renewPush(): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready
  const subscription = await pushManager.getSubscription()
  if (subscription !== null) await callApi('POST', PUSH_PATH, { body: subscription.toJSON() })
}

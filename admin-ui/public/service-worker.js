// Keeps the files of the shell, which never change under their names, and a page for when there is no connection.
// What the API answers is never kept: it belongs to whoever is signed in.
const CACHE = 'wasla-1'
const OFFLINE = '/admin/offline.html'
const KEPT = /^\/admin\/(assets|plugins)\//

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add(OFFLINE))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  const old = caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
  event.waitUntil(old.then(() => self.clients.claim()))
})

async function kept(request) {
  const cache = await caches.open(CACHE)
  const present = await cache.match(request)
  if (present !== undefined) return present
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)))
  else if (KEPT.test(pathname)) event.respondWith(kept(request))
})

// The platform sends what it would show in its own list: a title, a sentence, and where it leads.
self.addEventListener('push', (event) => {
  const { title, body, link, language, direction, tag } = event.data?.json() ?? {}
  if (title === undefined) return
  const icon = '/admin/icons/icon-192.png'
  const told = { body, lang: language, dir: direction, tag, icon, data: { link } }
  event.waitUntil(self.registration.showNotification(title, told))
})

async function lead(link) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.find(({ url }) => new URL(url).pathname.startsWith('/admin'))
  if (open === undefined) return self.clients.openWindow(link)
  await open.focus()
  return open.navigate(link)
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(lead(event.notification.data?.link ?? '/admin/notifications'))
})

// Browsers move a subscription to another address by themselves; without a word the next messages go nowhere. The cookie
// of whoever is signed in comes along; where nobody is, the page says it again at its next start.
async function moved({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options ?? { userVisibleOnly: true }
  const subscription = newSubscription ?? (await self.registration.pushManager.subscribe(options))
  await fetch('/api/v1/push-subscriptions', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(subscription.toJSON()),
  })
}

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(moved(event)))

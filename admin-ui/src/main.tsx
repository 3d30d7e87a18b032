import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { followPreferences } from './language/document-appearance.ts'
import { startTexts } from './language/texts.ts'
import { queries } from './queries.ts'
import { bootstrapQuery } from './session/use-bootstrap.ts'

followPreferences()
// Both were asked for before this script stood here, so that the first thing drawn is the page itself.
await Promise.all([startTexts(), queries.prefetchQuery(bootstrapQuery)])

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

// For the page without a connection, and to be installed; browsers have it on https and localhost only.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register('/admin/service-worker.js', { scope: '/admin' })

import { Toasts, usePreferences } from '@wasla/sdk/admin'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Direction } from 'radix-ui'
import { queries } from './queries.ts'
import { router } from './router.tsx'

export function App() {
  const { language, theme } = usePreferences()
  const dir = language === 'ar' ? 'rtl' : 'ltr'
  return (
    <QueryClientProvider client={queries}>
      <Direction.Provider dir={dir}>
        <RouterProvider router={router} />
        <Toasts dir={dir} theme={theme} position={dir === 'rtl' ? 'bottom-left' : 'bottom-right'} />
      </Direction.Provider>
    </QueryClientProvider>
  )
}

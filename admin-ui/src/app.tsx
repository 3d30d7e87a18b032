import { isApiProblem, Toasts, usePreferences } from '@wasla/sdk/admin'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Direction } from 'radix-ui'
import { router } from './router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // An answer of the API stays the same when it is asked again; a lost connection may be back.
      retry: (failures, error) => failures < 2 && !(isApiProblem(error) && error.status < 500),
    },
  },
})

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

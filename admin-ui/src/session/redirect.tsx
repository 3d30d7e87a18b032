import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Leads elsewhere, once. The router's own component asks again at every render, also while the next page loads. */
export function Redirect({ to, from }: { to: string; from?: string }) {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ to, search: from === undefined ? {} : ({ from } as never), replace: true })
  }, [navigate, to, from])
  return null
}

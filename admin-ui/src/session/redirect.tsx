import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

/**
 * Leads elsewhere, once: as it was asked first. The router's own component asks again at every render, also while the
 * next page loads and the address is its address already.
 */
export function Redirect(target: { to: string; from?: string }) {
  const navigate = useNavigate()
  const [{ to, from }] = useState(target)
  useEffect(() => {
    void navigate({ to, search: from === undefined ? {} : ({ from } as never), replace: true })
  }, [navigate, to, from])
  return null
}

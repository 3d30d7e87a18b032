import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey

/**
 * The link of a row. Unlike the router's own it follows nothing: a list has hundreds of them, and none of them leads to
 * the page it stands on.
 */
export function RowLink({ to, className, children }: { to: string; className: string; children: ReactNode }) {
  const router = useRouter()
  const follow = (event: MouseEvent): void => {
    if (!isPlain(event)) return
    event.preventDefault()
    void router.navigate({ to })
  }
  return (
    <a
      href={`${router.basepath}${to}`}
      className={className}
      onClick={follow}
      onMouseEnter={() => void router.preloadRoute({ to })}
    >
      {children}
    </a>
  )
}

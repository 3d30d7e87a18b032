import { useEffect } from 'react'

/** Calls the window after its page; nothing is changed where there is no title. */
export function useWindowTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Wasla`
  }, [title])
}

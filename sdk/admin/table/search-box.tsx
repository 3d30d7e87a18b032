import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../controls/inputs.tsx'
import { Icon } from '../controls/icon.tsx'

/** A search field that waits until the typing pauses. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('wasla')
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => onChange(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <div className="relative min-w-44 flex-1 max-sm:basis-full sm:max-w-72">
      <Icon name="search" className="pointer-events-none absolute inset-s-2.5 top-2 text-ink-faint" />
      <Input
        type="search"
        value={text}
        onChange={({ target }) => setText(target.value)}
        placeholder={t('table.search')}
        aria-label={t('table.search')}
        className="h-8 ps-8 text-sm"
      />
    </div>
  )
}

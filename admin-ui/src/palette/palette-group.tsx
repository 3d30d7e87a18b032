import { CutText, Icon } from '@wasla/sdk/admin'
import { Command } from 'cmdk'

export interface Entry {
  readonly key: string
  readonly to: string
  readonly icon: string
  readonly label: string
  readonly detail?: string | null
}

export interface PaletteGroupProps {
  readonly heading: string
  readonly entries: readonly Entry[]
  /** Shown whatever was typed: the server has chosen them by it. */
  readonly found?: boolean
  readonly onGo: (to: string) => void
}

/** Entries under a heading. */
export function PaletteGroup({ heading, entries, found = false, onGo }: PaletteGroupProps) {
  if (entries.length === 0) return null
  return (
    <Command.Group
      heading={heading}
      forceMount={found}
      className="px-1.5 pb-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {entries.map(({ key, to, icon, label, detail }) => (
        <Command.Item
          key={key}
          value={found ? key : `${label} ${key}`}
          forceMount={found}
          onSelect={() => onGo(to)}
          className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-2 data-[selected=true]:bg-sunken"
        >
          <Icon name={icon} className="text-ink-muted" />
          <span className="min-w-0">
            <CutText>{label}</CutText>
          </span>
          {detail != null && <bdi className="ms-auto shrink-0 text-sm text-ink-faint">{detail}</bdi>}
        </Command.Item>
      ))}
    </Command.Group>
  )
}

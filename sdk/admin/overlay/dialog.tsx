import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../controls/button.tsx'
import { PortalScope } from './portal-scope.tsx'

export interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
}

const SHADE = 'fixed inset-0 z-40 animate-fade bg-shade'

function Head({ title, description }: Pick<DialogProps, 'title' | 'description'>) {
  const { t } = useTranslation('wasla')
  return (
    <header className="flex items-start gap-4 px-5 pt-4 pb-3">
      <div className="min-w-0 flex-1">
        <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
        {description !== undefined && (
          <Radix.Description className="mt-1 text-base text-ink-muted">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton icon="x" label={t('close')} />
      </Radix.Close>
    </header>
  )
}

/** A question in the middle of the screen. */
export function Dialog({ open, onOpenChange, title, description, children, actions }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <PortalScope>
          <Radix.Overlay className={SHADE} />
          <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center p-4">
            <Radix.Content
              {...(description === undefined ? { 'aria-describedby': undefined } : {})}
              className="pointer-events-auto flex max-h-full w-full max-w-lg animate-appear flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-dialog"
            >
              <Head title={title} description={description} />
              <div className="overflow-y-auto px-5 pb-5">{children}</div>
              {actions !== undefined && actions !== false && (
                <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-3">
                  {actions}
                </footer>
              )}
            </Radix.Content>
          </div>
        </PortalScope>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A drawer at the end of the screen, for what belongs to one thing of the page. */
export function Drawer({ open, onOpenChange, title, description, children, actions }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <PortalScope>
          <Radix.Overlay className={SHADE} />
          <Radix.Content
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            className="fixed inset-y-0 inset-e-0 z-50 flex w-full max-w-md animate-fade flex-col border-s border-line bg-raised shadow-dialog"
          >
            <Head title={title} description={description} />
            {/* By keyboard it is scrolled also where nothing inside takes the focus. */}
            <div tabIndex={0} className="flex-1 overflow-y-auto px-5 pb-6 focus-visible:-outline-offset-2">
              {children}
            </div>
            {actions !== undefined && actions !== false && (
              <footer className="flex justify-end gap-2 border-t border-line bg-surface px-5 py-3">
                {actions}
              </footer>
            )}
          </Radix.Content>
        </PortalScope>
      </Radix.Portal>
    </Radix.Root>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../controls/button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** What the button does, as a verb: "Delete customer". */
  readonly action: ReactNode
  readonly dangerous?: boolean
  readonly busy?: boolean
  readonly disabled?: boolean
  readonly onConfirm: () => void
}

/** Asks before something happens that cannot be undone, or takes others along. */
export function ConfirmDialog({
  action,
  dangerous = false,
  busy,
  disabled,
  onConfirm,
  ...dialog
}: ConfirmDialogProps) {
  const { t } = useTranslation('wasla')
  return (
    <Dialog
      {...dialog}
      actions={
        <>
          <Button onClick={() => dialog.onOpenChange(false)}>{t('cancel')}</Button>
          <Button
            variant={dangerous ? 'danger' : 'primary'}
            busy={busy}
            disabled={disabled}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </>
      }
    />
  )
}

import { useChange, useReadAgain, type Change } from '../api/use-api.ts'
import { toast } from '../feedback/toast.ts'
import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx'

export interface ConfirmChangeProps<Result>
  extends Omit<ConfirmDialogProps, 'open' | 'onOpenChange' | 'busy' | 'onConfirm'> {
  /** What is sent once it is confirmed. */
  readonly change: Change
  /** Whatever is shown from below these paths is read again. */
  readonly refresh?: readonly string[]
  /** What is said of the answer. */
  readonly said?: (result: Result) => string
  /** What else follows the answer, such as leaving the page of what is gone. */
  readonly onDone?: (result: Result) => void
  readonly onClose: () => void
}

/** Asks, sends, says what came of it, and closes; stays open with a word of why when it is refused. Shown while it is mounted. */
export function ConfirmChange<Result = unknown>({
  change,
  refresh = [],
  said,
  onDone,
  onClose,
  ...dialog
}: ConfirmChangeProps<Result>) {
  const sending = useChange<Result>()
  const readAgain = useReadAgain()
  const confirm = (): void =>
    sending.mutate(change, {
      onSuccess: (result) => {
        if (said !== undefined) toast.success(said(result))
        onClose()
        onDone?.(result)
        // Last, since what is shown may be gone with the answer.
        void readAgain(refresh)
      },
      onError: (error) => toast.error(error),
    })
  return (
    <ConfirmDialog
      {...dialog}
      open
      onOpenChange={(open) => !open && onClose()}
      busy={sending.isPending}
      onConfirm={confirm}
    />
  )
}

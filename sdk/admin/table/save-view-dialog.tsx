import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/use-api.ts'
import { Button } from '../controls/button.tsx'
import { Input, Switch } from '../controls/inputs.tsx'
import { toast } from '../feedback/toast.ts'
import { Dialog } from '../overlay/dialog.tsx'
import type { TableState } from './table-types.ts'

export interface SaveViewDialogProps {
  readonly view: { readonly list: string; readonly state: TableState; readonly columns: readonly string[] }
  readonly onClose: () => void
}

/** Gives a view its name, and says who sees it. */
export function SaveViewDialog({ view, onClose }: SaveViewDialogProps) {
  const { t } = useTranslation('wasla')
  const change = useChange(['/saved-views'])
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = (): void => {
    const trimmed = name.trim()
    if (trimmed === '') return
    change.mutate(
      { method: 'PUT', path: '/saved-views', body: { ...view, name: trimmed, shared } },
      {
        onSuccess: () => {
          toast.success(t('table.view-saved'))
          onClose()
        },
        onError: (error) => toast.error(error),
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('table.save-view')}
      description={t('table.save-view-hint')}
      actions={
        <Button variant="primary" busy={change.isPending} onClick={save}>
          {t('save')}
        </Button>
      }
    >
      <Input
        value={name}
        maxLength={80}
        aria-label={t('table.view-name')}
        placeholder={t('table.view-name')}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && save()}
      />
      <label className="mt-4 flex items-center gap-3">
        <Switch checked={shared} onCheckedChange={setShared} />
        {t('table.share-view')}
      </label>
    </Dialog>
  )
}

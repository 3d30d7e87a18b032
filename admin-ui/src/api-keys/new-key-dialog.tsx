import { Button, Dialog, Input, toast } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** The key itself, shown this once. */
export function NewKeyDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    toast.success(t('copied'))
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('api-keys.made')}
      description={t('api-keys.made-hint')}
      actions={
        <>
          <Button icon="copy" onClick={() => void copy()}>
            {t('copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('second-factor.kept')}
          </Button>
        </>
      }
    >
      <Input
        readOnly
        dir="ltr"
        className="font-mono text-sm"
        aria-label={t('api-keys.key')}
        value={secret}
        onFocus={({ target }) => target.select()}
      />
    </Dialog>
  )
}

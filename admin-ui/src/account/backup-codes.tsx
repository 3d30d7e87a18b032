import { Button, Dialog, toast } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** Codes that are shown this once. */
export function BackupCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'))
    toast.success(t('copied'))
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('second-factor.codes')}
      description={t('second-factor.codes-hint')}
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
      <ul dir="ltr" className="grid grid-cols-2 gap-x-6 gap-y-2 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  )
}

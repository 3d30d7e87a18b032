import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

/** What happened to an account that its owner must hear of. */
export type SecurityEvent =
  | 'password-changed'
  | 'email-changed'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'backup-codes-created'
  | 'identity-linked'
  | 'sessions-revoked'

const SUBJECTS: Readonly<Record<SecurityEvent, Readonly<Record<Language, string>>>> = {
  'password-changed': { en: 'Your password was changed', ar: 'تم تغيير كلمة مرورك' },
  'email-changed': { en: 'Your e-mail address was changed', ar: 'تم تغيير بريدك الإلكتروني' },
  'second-factor-added': {
    en: 'A second factor now protects your account',
    ar: 'صار حسابك محميًا بعامل تحقق ثانٍ',
  },
  'second-factor-removed': {
    en: 'The second factor was removed from your account',
    ar: 'أُزيل عامل التحقق الثاني من حسابك',
  },
  'passkey-added': { en: 'A passkey was added to your account', ar: 'أُضيف مفتاح مرور إلى حسابك' },
  'passkey-removed': { en: 'A passkey was removed from your account', ar: 'أُزيل مفتاح مرور من حسابك' },
  'backup-codes-created': { en: 'You have new backup codes', ar: 'لديك رموز احتياطية جديدة' },
  'identity-linked': {
    en: 'Another way to sign in was linked to your account',
    ar: 'رُبطت بحسابك طريقة أخرى لتسجيل الدخول',
  },
  'sessions-revoked': {
    en: 'You were signed out everywhere, to protect your account',
    ar: 'سُجّل خروجك من كل الأجهزة لحماية حسابك',
  },
}

/** Tells a person of a change to how they sign in. */
export function securityNoticeMail(
  language: Language,
  { name, event, detail }: { readonly name: string; readonly event: SecurityEvent; readonly detail?: string },
): MailContent {
  const subject = SUBJECTS[event][language]
  const details = detail === undefined ? [] : [detail]
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject,
          name,
          paragraphs: [
            `${subject}.`,
            ...details,
            'إذا كنت أنت من فعل ذلك، فلا حاجة إلى أي شيء. وإذا لم تكن أنت، فأعد تعيين كلمة مرورك فورًا وأغلق كل الجلسات.',
          ],
        }
      : {
          language,
          subject,
          name,
          paragraphs: [
            `${subject}.`,
            ...details,
            'If this was you, there is nothing to do. If it was not, reset your password at once and end all sessions.',
          ],
        },
  )
}

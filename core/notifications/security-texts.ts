import { isolated, leftToRight } from '../mail/direction.ts'
import type { Language } from '../mail/mail.ts'
import type { NoticeDetails } from './security-notices.ts'

/** What happened to an account or an organization that its owner must hear of. */
export type SecurityEvent =
  | 'password-changed'
  | 'email-changed'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'backup-codes-created'
  | 'passkey-added'
  | 'passkey-removed'
  | 'phone-changed'
  | 'identity-linked'
  | 'identity-unlinked'
  | 'sessions-revoked'
  | 'signed-in'
  | 'signed-in-after-failures'
  | 'impersonated'
  | 'api-key-created'
  | 'api-key-revoked'
  | 'webhook-disabled'
  | 'ownership-transferred'
  | 'deletion-scheduled'

export interface SecurityText {
  readonly title: Readonly<Record<Language, string>>
  /** One or two sentences more. */
  readonly body?: (details: NoticeDetails, language: Language) => string
  /** Where it can be looked into. Default: the account. */
  readonly link?: string
}

const device: SecurityText['body'] = ({ device: name = '?', address = '?' }, language) =>
  language === 'ar'
    ? `الجهاز: ${leftToRight(name)}، العنوان: ${leftToRight(address)}`
    : `Device: ${name}, address: ${address}`

const named: SecurityText['body'] = ({ name = '' }, language) =>
  language === 'ar' ? `الاسم: «${isolated(name)}»` : `Its name: “${name}”`

export const securityTexts: Readonly<Record<SecurityEvent, SecurityText>> = {
  'password-changed': { title: { en: 'Your password was changed', ar: 'تم تغيير كلمة مرورك' } },
  'email-changed': { title: { en: 'Your e-mail address was changed', ar: 'تم تغيير بريدك الإلكتروني' } },
  'second-factor-added': {
    title: { en: 'A second factor now protects your account', ar: 'صار حسابك محميًا بعامل تحقق ثانٍ' },
  },
  'second-factor-removed': {
    title: { en: 'The second factor was removed from your account', ar: 'أُزيل عامل التحقق الثاني من حسابك' },
  },
  'backup-codes-created': { title: { en: 'You have new backup codes', ar: 'لديك رموز احتياطية جديدة' } },
  'passkey-added': {
    title: { en: 'A passkey was added to your account', ar: 'أُضيف مفتاح مرور إلى حسابك' },
    body: named,
  },
  'passkey-removed': {
    title: { en: 'A passkey was removed from your account', ar: 'أُزيل مفتاح مرور من حسابك' },
    body: named,
  },
  'phone-changed': { title: { en: 'The phone of your account was changed', ar: 'تم تغيير هاتف حسابك' } },
  'identity-linked': {
    title: {
      en: 'Another way to sign in was linked to your account',
      ar: 'رُبطت بحسابك طريقة أخرى لتسجيل الدخول',
    },
  },
  'identity-unlinked': {
    title: { en: 'A way to sign in was removed from your account', ar: 'أُزيلت طريقة لتسجيل الدخول من حسابك' },
  },
  'sessions-revoked': {
    title: {
      en: 'You were signed out everywhere, to protect your account',
      ar: 'سُجّل خروجك من كل الأجهزة لحماية حسابك',
    },
  },
  'signed-in': {
    title: { en: 'A new device signed in to your account', ar: 'سُجّل الدخول إلى حسابك من جهاز جديد' },
    body: device,
  },
  'signed-in-after-failures': {
    title: {
      en: 'Somebody signed in to your account after several wrong passwords',
      ar: 'سُجّل الدخول إلى حسابك بعد عدة كلمات مرور خاطئة',
    },
    body: device,
  },
  impersonated: {
    title: { en: 'An operator acts in your account', ar: 'يعمل مشغّل المنصة داخل حسابك' },
    body: ({ reason = '', minutes = '' }, language) =>
      language === 'ar'
        ? `السبب: «${isolated(reason)}»، لمدة ${minutes} دقيقة على الأكثر.`
        : `The reason: “${reason}”, for ${minutes} minutes at most.`,
  },
  'api-key-created': {
    title: { en: 'An API key was created', ar: 'أُنشئ مفتاح برمجة للواجهة' },
    body: named,
    link: '/admin/api-keys',
  },
  'api-key-revoked': {
    title: { en: 'An API key was revoked', ar: 'أُلغي مفتاح برمجة للواجهة' },
    body: named,
    link: '/admin/api-keys',
  },
  'webhook-disabled': {
    title: { en: 'A webhook was switched off', ar: 'أُوقف خطاف ويب' },
    body: ({ url = '', reason }, language) =>
      language === 'ar'
        ? `${reason === 'gone' ? 'أجاب المستقبِل بأن هذا العنوان لم يعد موجودًا (410)' : 'لم تصل أي رسالة إلى هذا العنوان منذ أيام'}، فأوقفنا الإرسال إليه: ${leftToRight(url)}. الأحداث التي تقع وهو متوقف لا تُرسل إليه؛ أصلح المستقبِل ثم شغّله من جديد، وأعد إرسال ما فشل.`
        : `${reason === 'gone' ? 'The receiver answered that this address is gone (410)' : 'No message has reached this address for days'}, so nothing is sent there any more: ${url}. It is not told of events while it is off; mend the receiver, switch the webhook on again, and send again what failed.`,
    link: '/admin/webhooks',
  },
  'ownership-transferred': {
    title: { en: 'The organization has another owner', ar: 'صار للمؤسسة مالك آخر' },
    body: ({ to = '' }, language) =>
      language === 'ar' ? `المالك الآن: ${isolated(to)}` : `The owner is now ${to}`,
    link: '/admin/members',
  },
  'deletion-scheduled': {
    title: { en: 'The organization is going to be deleted', ar: 'ستُحذف المؤسسة' },
    body: ({ on = '' }, language) =>
      language === 'ar'
        ? `سيُحذف كل ما فيها في ${leftToRight(on)}؛ وحتى ذلك الحين يستطيع المالك التراجع.`
        : `All that is in it goes on ${on}; until then an owner may change their mind.`,
    link: '/admin/organization',
  },
}

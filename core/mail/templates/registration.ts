import { isolated, leftToRight } from '../direction.ts'
import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

/** Lets a person complete their registration. */
export function confirmRegistrationMail(
  language: Language,
  { organizationName, url }: { readonly organizationName: string; readonly url: string },
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'أكمل تسجيلك في وصلة',
          paragraphs: [
            `بقيت خطوة واحدة لإنشاء «${isolated(organizationName)}»: أكّد أن هذا البريد لك، وأدخل كلمة المرور التي اخترتها. الرابط صالح لمدة 24 ساعة ويُستخدم مرة واحدة.`,
          ],
          action: { label: 'إكمال التسجيل', url },
          note: 'إذا لم تكن أنت من سجّل، فتجاهل هذه الرسالة: لن يُنشأ أي حساب.',
        }
      : {
          language,
          subject: 'Complete your registration',
          paragraphs: [
            `One step is left to create “${organizationName}”: confirm that this e-mail address is yours, and enter the password you chose. The link is valid for 24 hours and works once.`,
          ],
          action: { label: 'Complete the registration', url },
          note: 'If it was not you who registered, ignore the mail: no account is created.',
        },
  )
}

/** Tells the owner of an account that somebody, perhaps they themselves, registered with their address. */
export function accountExistsMail(
  language: Language,
  { name, signIn, forgot }: { readonly name: string; readonly signIn: string; readonly forgot: string },
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: 'لديك حساب في وصلة بالفعل',
          name,
          paragraphs: [
            'حاول أحدهم التسجيل بهذا البريد، ولك به حساب بالفعل، فلم يُنشأ شيء. سجّل الدخول بحسابك، ومن داخله يمكنك إنشاء مؤسسة أخرى.',
            `إذا نسيت كلمة مرورك: ${leftToRight(forgot)}`,
          ],
          action: { label: 'تسجيل الدخول', url: signIn },
          note: 'إذا لم تكن أنت من حاول، فلا حاجة إلى أي شيء: لم يعلم أحد بوجود حسابك.',
        }
      : {
          language,
          subject: 'You have an account already',
          name,
          paragraphs: [
            'Somebody tried to register with this e-mail address, and you have an account with it, so nothing was created. Sign in; another organization can be created from inside.',
            `If you forgot your password: ${forgot}`,
          ],
          action: { label: 'Sign in', url: signIn },
          note: 'If it was not you, there is nothing to do: nobody learned that you have an account.',
        },
  )
}

import { z } from 'zod'
import { setting } from './setting.ts'

/** The providers people may sign in by. */
export const signIn = z.object({
  google: z.object({
    clientId: setting(
      {
        variable: 'GOOGLE_CLIENT_ID',
        description: 'The application at Google that signs people in; with GOOGLE_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Google',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'GOOGLE_CLIENT_SECRET',
        description: 'The secret of GOOGLE_CLIENT_ID.',
        example: 'made-at-google',
        unset: 'nobody signs in by Google',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
  microsoft: z.object({
    clientId: setting(
      {
        variable: 'MICROSOFT_CLIENT_ID',
        description: 'The application at Microsoft that signs people in; with MICROSOFT_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Microsoft',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'MICROSOFT_CLIENT_SECRET',
        description: 'The secret of MICROSOFT_CLIENT_ID.',
        example: 'made-at-microsoft',
        unset: 'nobody signs in by Microsoft',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
  facebook: z.object({
    clientId: setting(
      {
        variable: 'FACEBOOK_CLIENT_ID',
        description: 'The application at Facebook that signs people in; with FACEBOOK_CLIENT_SECRET.',
        example: '1234-wasla',
        unset: 'nobody signs in by Facebook',
      },
      z.string().optional(),
    ),
    clientSecret: setting(
      {
        variable: 'FACEBOOK_CLIENT_SECRET',
        description: 'The secret of FACEBOOK_CLIENT_ID.',
        example: 'made-at-facebook',
        unset: 'nobody signs in by Facebook',
        secret: true,
      },
      z.string().optional(),
    ),
  }),
})

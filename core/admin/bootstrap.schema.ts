import { z } from 'zod'
import { currentUser } from '../identity/auth.schema.ts'

const localizedText = z.object({ en: z.string(), ar: z.string() })

const activeModule = z.object({
  id: z.string(),
  name: localizedText,
  icon: z.string().describe('Name of a Lucide icon'),
  version: z.string(),
  entry: z.string().nullable().describe('URL of its pages; null when it has none'),
  styles: z.array(z.string()).describe('URLs of the style sheets of its pages'),
})

/** What the admin UI asks before it shows anything, and every few seconds after. */
export const bootstrap = z
  .object({
    firstRun: z.boolean().describe('Whether no organization exists yet'),
    session: currentUser
      .extend({
        permissions: z.array(z.string()),
        operator: z.boolean().describe("Whether they are of the platform's own staff, and as themselves"),
        modules: z.array(activeModule).describe('Those that are on and can be served, requirements first'),
      })
      .nullable()
      .describe('null while nobody is signed in'),
  })
  .meta({ id: 'UiBootstrap' })

export type Bootstrap = z.output<typeof bootstrap>

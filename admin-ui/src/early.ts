import { readPreferences } from '@wasla/sdk/admin'
import { shellTexts } from './language/shell-texts.ts'

// A script of its own that needs none of the others: the texts are asked for while those are still on their way.
void shellTexts[readPreferences().language]()

import { readPreferences } from '@wasla/sdk/admin'
import { shellTexts } from './language/shell-texts.ts'

// A script of its own that needs none of the others: the texts are asked for while those are still on their way, and the
// letters, so that what is drawn first is not measured anew when they come.
const { language } = readPreferences()
void shellTexts[language]()
void (language === 'ar'
  ? document.fonts.load('1rem "Noto Sans Arabic Variable"', 'و 1')
  : document.fonts.load('1rem "Inter Variable"'))

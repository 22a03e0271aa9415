import type { Language } from '@linewatch/shared';
import { shortened } from './notice-facts.js';
import type { NoticeWords } from './notice-words.js';

/** One SMS in UCS-2 (3GPP TS 23.038), with the signature that the gateway puts before it. */
const LONGEST_SMS = 70;
/** The brackets 【】 around the signature. */
const BRACKETS = 2;

/** A message as a single SMS. @param sign as the gateway has registered it, without brackets */
export function noticeSms({ title, lines }: NoticeWords, language: Language, sign: string): string {
  const space = LONGEST_SMS - (sign === '' ? 0 : sign.length + BRACKETS);
  const [only] = lines.length === 1 ? lines : [];
  // With one line its moment is worth more than the way to the portal.
  const moment = only?.split(' · ').find((part) => /\d{1,2}:\d{2}/.test(part));
  const rest = moment === undefined ? (language === 'en' ? '. See the portal.' : '。详见自助网管。') : ` ${moment}`;
  const whole = `${title}${rest}`;
  return whole.length <= space ? whole : shortened(title, space);
}

import { composeMail, type Mail } from '../../../platform/mail/mail.js';
import type { MailThread } from '../../../platform/mail/mail-threads.js';
import type { Reading } from '../../identity/index.js';
import { shortened } from './notice-facts.js';
import type { NoticeWords } from './notice-words.js';

/** Subjects longer than this are cut by most mail programs. */
const LONGEST_SUBJECT = 120;

/**
 * A message as a mail.
 *
 * @param url of what it is about
 * @param settingsUrl where one changes what one is told
 * @param thread where an answer is read
 */
export function noticeMail(
  reader: Reading,
  { title, lines, facts }: NoticeWords,
  url: string,
  settingsUrl: string,
  thread?: MailThread,
): Mail {
  const isEnglish = reader.language === 'en';
  return composeMail(reader.email, {
    language: reader.language,
    subject: shortened(title, LONGEST_SUBJECT),
    paragraphs: [isEnglish ? `${reader.name}: ${title}` : `${reader.name}，您好：${title}`, ...lines, ...facts],
    link: { words: isEnglish ? 'Open it in the portal' : '在自助网管中查看', url },
    after: [isEnglish ? `What you are told: ${settingsUrl}` : `通知设置：${settingsUrl}`],
    thread,
  });
}

/** What waited for the morning, as one mail. */
export function digestMail(reader: Reading, parts: readonly NoticeWords[], url: string): Mail {
  const isEnglish = reader.language === 'en';
  const count = String(parts.length);
  const subject = isEnglish ? `Overnight: ${count} notices` : `夜间通知汇总：${count} 条`;
  return composeMail(reader.email, {
    language: reader.language,
    subject,
    paragraphs: [
      isEnglish
        ? `${reader.name}: this waited for the end of your quiet hours.`
        : `${reader.name}，您好：以下通知在免打扰时段内汇总。`,
      ...parts.flatMap(({ title, lines }) => [title, ...lines]),
    ],
    link: { words: isEnglish ? 'Open your notices' : '查看我的通知', url },
  });
}

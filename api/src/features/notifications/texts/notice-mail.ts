import type { Language } from '@linewatch/shared';
import { composeMail, type Mail } from '../../../platform/mail/mail.js';
import type { MailThread } from '../../../platform/mail/mail-threads.js';
import type { Reading } from '../../identity/index.js';
import { shortened } from './notice-facts.js';
import type { NoticeWords } from './notice-words.js';

/** Subjects longer than this are cut by most mail programs. */
const LONGEST_SUBJECT = 120;

/** Where the links and the answers of a mail lead. */
export interface NoticeWays {
  /** What it is about. */
  readonly url: string;
  /** Where one changes what one is told. */
  readonly settings: string;
  /** Where one says that one knows, so that nobody else is told. */
  readonly acknowledge?: string | undefined;
  /** Where one says, without signing in, how content one is with a closed ticket. */
  readonly rate?: string | undefined;
  /** Where an answer is read. */
  readonly thread?: MailThread | undefined;
}

/** A message as a mail. */
export function noticeMail(reader: Reading, { title, lines, facts }: NoticeWords, ways: NoticeWays): Mail {
  const { url, settings, acknowledge, rate, thread } = ways;
  const isEnglish = reader.language === 'en';
  return composeMail(reader.email, {
    language: reader.language,
    subject: shortened(title, LONGEST_SUBJECT),
    paragraphs: [isEnglish ? `${reader.name}: ${title}` : `${reader.name}，您好：${title}`, ...lines, ...facts],
    link: { words: isEnglish ? 'Open it in the portal' : '在自助网管中查看', url },
    after: [
      ...(acknowledge === undefined
        ? []
        : [
            isEnglish
              ? `Say that you are on it, so that the next contact is not told: ${acknowledge}`
              : `确认收到（确认后不再通知下一联系人）：${acknowledge}`,
          ]),
      ...(rate === undefined ? [] : [isEnglish ? `How content are you with us? ${rate}` : `请为本次服务评分：${rate}`]),
      isEnglish ? `What you are told: ${settings}` : `通知设置：${settings}`,
    ],
    thread,
  });
}

/** What waited for the morning, as one mail. */
export function digestMail(reader: Reading, parts: readonly NoticeWords[], url: string): Mail {
  const isEnglish = reader.language === 'en';
  return composeMail(reader.email, {
    language: reader.language,
    subject: overnightTitle(parts.length, reader.language),
    paragraphs: [
      isEnglish
        ? `${reader.name}: this waited for the end of your quiet hours.`
        : `${reader.name}，您好：以下通知在免打扰时段内汇总。`,
      ...parts.flatMap(({ title, lines }) => [title, ...lines]),
    ],
    link: { words: isEnglish ? 'Open your notices' : '查看我的通知', url },
  });
}

/** What stands over all that waited for the morning. */
export function overnightTitle(count: number, language: Language): string {
  return language === 'en' ? `Overnight: ${String(count)} notices` : `夜间通知汇总：${String(count)} 条`;
}

import { Language } from '@linewatch/shared';
import { composeMail, type Mail } from '../../platform/mail/mail.js';
import type { UserEntity } from './user.entity.js';

/** Whom a mail is for, and how they read. */
export interface Reader {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** A user as the reader of a mail. */
export function readerOf(user: Pick<UserEntity, 'email' | 'name' | 'language' | 'timeZone'>): Reader {
  const { email, name, timeZone } = user;
  return { email, name, language: Language.parse(user.language), timeZone };
}

export function invitationMail(reader: Reader, invitedBy: string, url: string, expiresAt: number): Mail {
  const until = instant(expiresAt, reader);
  return composeMail(
    reader.email,
    reader.language === 'en'
      ? {
          language: 'en',
          subject: 'You are invited to Linewatch',
          paragraphs: [
            `${reader.name}, ${invitedBy} invites you to Linewatch, where you see your lines, faults and reports.`,
          ],
          link: { words: 'Accept the invitation', url },
          after: [`The link works once, until ${until}.`],
        }
      : {
          language: 'zh-CN',
          subject: '邀请您使用 Linewatch 自助网管',
          paragraphs: [`${reader.name}，您好：${invitedBy} 邀请您使用 Linewatch，查看专线、故障与报表。`],
          link: { words: '接受邀请', url },
          after: [`链接只能使用一次，有效期至 ${until}。`],
        },
  );
}

export function resetMail(reader: Reader, url: string, expiresAt: number): Mail {
  const until = instant(expiresAt, reader);
  return composeMail(
    reader.email,
    reader.language === 'en'
      ? {
          language: 'en',
          subject: 'Choose a new password for Linewatch',
          paragraphs: [`${reader.name}, somebody asked for a new password of your account.`],
          link: { words: 'Choose a new password', url },
          after: [`The link works once, until ${until}. If it was not you, nothing needs to be done.`],
        }
      : {
          language: 'zh-CN',
          subject: '重设 Linewatch 密码',
          paragraphs: [`${reader.name}，您好：有人请求重设您的账号密码。`],
          link: { words: '设置新密码', url },
          after: [`链接只能使用一次，有效期至 ${until}。若非您本人操作，请忽略此邮件。`],
        },
  );
}

export function passwordChangedMail(reader: Reader, at: number): Mail {
  const when = instant(at, reader);
  return composeMail(
    reader.email,
    reader.language === 'en'
      ? {
          language: 'en',
          subject: 'Your Linewatch password was changed',
          paragraphs: [
            `${reader.name}, the password of your account was changed at ${when}, and all other sessions were ended.`,
            'If it was not you, tell your administrator at once.',
          ],
        }
      : {
          language: 'zh-CN',
          subject: 'Linewatch 密码已修改',
          paragraphs: [
            `${reader.name}，您好：您的账号密码已于 ${when} 修改，其他会话均已结束。`,
            '若非您本人操作，请立即联系管理员。',
          ],
        },
  );
}

/** @param days how many are left, rounded up */
export function tokenExpiryMail(reader: Reader, token: string, days: number, expiresAt: number, url: string): Mail {
  const until = instant(expiresAt, reader);
  return composeMail(
    reader.email,
    reader.language === 'en'
      ? {
          language: 'en',
          subject: `API token "${token}" expires in ${String(days)} days`,
          paragraphs: [`${reader.name}, the API token "${token}" stops working at ${until}. Make a new one before.`],
          link: { words: 'Open the API tokens', url },
        }
      : {
          language: 'zh-CN',
          subject: `API 令牌“${token}”将在 ${String(days)} 天后过期`,
          paragraphs: [`${reader.name}，您好：API 令牌“${token}”将于 ${until} 失效，请提前新建。`],
          link: { words: '打开 API 令牌', url },
        },
  );
}

function instant(at: number, { language, timeZone }: Reader): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return `${new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, format).format(at)} (${timeZone})`;
}

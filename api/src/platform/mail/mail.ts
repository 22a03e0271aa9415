import { escapeHtml } from '../http/escape-html.js';
import type { MailThread } from './mail-threads.js';

/** A mail as it is handed to the queue, in the language of whoever gets it. */
export interface Mail {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where an answer to it is read. */
  readonly thread?: MailThread | undefined;
  /** Files that go with it; they stay where they lie until it is sent. */
  readonly files?: readonly MailFile[];
}

/** A file by where it lies, not by its bytes: thousands of mails may wait with the same one. */
export interface MailFile {
  /** Who keeps it, as it is known to `MailFiles`. */
  readonly keeper: string;
  readonly key: string;
  /** Of its content, hex: another content does not go. */
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
}

/** What of a mail is said in its two forms. */
export interface MailWords {
  readonly language: 'zh-CN' | 'en';
  readonly subject: string;
  /** Said one after the other, before the link. */
  readonly paragraphs: readonly string[];
  readonly link?: { readonly words: string; readonly url: string };
  /** Said after the link. */
  readonly after?: readonly string[];
  /** Where an answer is read, if anywhere. */
  readonly thread?: MailThread | undefined;
}

const CLOSING = {
  'zh-CN': '此邮件由系统发送，请勿回复。',
  en: 'This mail was sent by the system; nobody reads replies.',
};
const ANSWERED = {
  'zh-CN': '直接回复此邮件，内容将记入工单。',
  en: 'Answer this mail, and your words are added to the ticket.',
};

/** Composes the plain and the HTML form of a mail. Values come in as text and stay text. */
export function composeMail(to: string, { language, subject, paragraphs, link, after = [], thread }: MailWords): Mail {
  const closing = (thread === undefined ? CLOSING : ANSWERED)[language];
  const text = [
    ...paragraphs,
    ...(link === undefined ? [] : [`${link.words}\n${link.url}`]),
    ...after,
    `-- \n${closing}`,
  ];
  const said = (words: string): string => `<p>${escapeHtml(words)}</p>`;
  const button =
    link === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(link.url)}" style="${BUTTON}">${escapeHtml(link.words)}</a></p>`,
          `<p style="${SMALL}">${escapeHtml(link.url)}</p>`,
        ];
  const body = [
    ...paragraphs.map(said),
    ...button,
    ...after.map(said),
    `<p style="${SMALL}">${escapeHtml(closing)}</p>`,
  ];
  const html =
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>` +
    `<body style="${BODY}"><p style="font-weight:600">Linewatch</p>${body.join('')}</body></html>`;
  return {
    to,
    subject: oneLine(subject),
    text: `${text.join('\n\n')}\n`,
    html,
    ...(thread !== undefined && { thread }),
  };
}

const BODY = 'font:15px/1.6 sans-serif;color:#17202c;max-width:36em;margin:24px auto;padding:0 16px';
const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#1a56b0;color:#fff;text-decoration:none';
const SMALL = 'font-size:12px;color:#525e6e;overflow-wrap:anywhere';

/** A line break in a header would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

import type { Email } from 'postal-mime';

/** As long as a note may be. */
export const LONGEST_WORDS = 4_000;
/** Of a longer mail no more is looked at. */
const MOST_READ = 200_000;
/** Where what was answered to begins, in the mail programs that people have. */
const QUOTED: readonly RegExp[] = [
  /^>/,
  /^-{2,}\s?(original message|原始邮件|forwarded message|转发邮件信息)\s?-{2,}/i,
  /^(on|am|le)\s.{4,200}(wrote|schrieb|écrit)\s?[:：]$/i,
  /^在.{4,200}写道\s?[:：]$/,
  /^(发件人|from)\s?[:：]\s?.{0,200}@/i,
  /^_{20,}$/,
  /^-- $/,
];

/** What the writer of a mail wrote: its plain form or the text of its HTML, up to what they answered to. */
export function wordsOf({ text, html }: Pick<Email, 'text' | 'html'>): string {
  const plain = (text ?? '').trim();
  const said = (plain === '' ? textOf((html ?? '').slice(0, MOST_READ)) : plain.slice(0, MOST_READ)).normalize('NFC');
  const lines = said.split(/\r\n|\r|\n/).map((line) => line.replaceAll(UNSEEN, ''));
  const end = lines.findIndex((line) =>
    QUOTED.some((pattern) => pattern.test(line.slice(0, 300).replace(/[^\S ]+$/, ''))),
  );
  const own = (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
  return own.length <= LONGEST_WORDS ? own : `${own.slice(0, LONGEST_WORDS - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Characters that show nothing or turn the direction of what follows (UAX 9). */
const UNSEEN = /(?!\t)[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * The words of an HTML mail. What comes out is text wherever it is shown, whatever stood in it. One pass over pieces
 * that no other piece reaches into, so that no mail takes long.
 */
function textOf(html: string): string {
  const parts: string[] = [];
  let hidden: string | undefined;
  for (const [piece, close, tag] of withoutComments(html).matchAll(PIECE)) {
    const name = tag?.toLowerCase();
    if (hidden !== undefined) {
      if (close === '/' && name === hidden) hidden = undefined;
    } else if (name === undefined) parts.push(piece.replaceAll(/\s+/g, ' '));
    else if (close === '' && HIDDEN.has(name)) hidden = name;
    else if (close === '' && name === 'blockquote') parts.push('\n> ');
    else if (name === 'br' || (close === '/' && BREAKING.has(name))) parts.push('\n');
  }
  const lines = entities(parts.join('')).split('\n');
  return lines.map((line) => line.trim()).join('\n');
}

const PIECE = /<(\/?)([a-z][a-z0-9]*)[^<>]*>|[^<]+|</gi;
const HIDDEN: ReadonlySet<string> = new Set(['style', 'script', 'title']);
const BREAKING: ReadonlySet<string> = new Set(['p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

function withoutComments(html: string): string {
  const [first = '', ...others] = html.split('<!--');
  const seen = others.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : ''));
  return first + seen.join('');
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function entities(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const isCharacter = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
    return isCharacter ? String.fromCodePoint(code) : '';
  });
}

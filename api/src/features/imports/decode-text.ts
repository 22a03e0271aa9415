import type { FileProblemCode } from '@linewatch/shared';

/** A file as text, or why it is none. */
export type Decoded = { readonly text: string; readonly encoding: string } | { readonly problem: FileProblemCode };

/**
 * Finds out how a file is written: by its byte order mark, else UTF-8, else GB18030, in which Chinese spreadsheets save.
 * What comes of it is shown before anything is done with it.
 */
export function decodeText(bytes: Buffer): Decoded {
  if (bytes.length === 0) return { problem: 'empty' };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { problem: 'compressed' };
  if (bytes.subarray(0, 4).equals(ZIP)) return { problem: 'spreadsheet' };
  if (bytes.subarray(0, 8).equals(OLD_SPREADSHEET)) return { problem: 'spreadsheet' };
  for (const [mark, encoding] of MARKS) {
    if (bytes.subarray(0, mark.length).equals(mark)) return decodeAs(bytes.subarray(mark.length), encoding);
  }
  const utf8 = decodeAs(bytes, 'UTF-8');
  if ('text' in utf8 || utf8.problem !== 'encoding') return utf8;
  return decodeAs(bytes, 'GB18030');
}

const ZIP = Buffer.from('504b0304', 'hex');
const OLD_SPREADSHEET = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const MARKS: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('efbbbf', 'hex'), 'UTF-8'],
  [Buffer.from('fffe', 'hex'), 'UTF-16LE'],
  [Buffer.from('feff', 'hex'), 'UTF-16BE'],
];

function decodeAs(bytes: Buffer, encoding: string): Decoded {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // The decoder says no more than that the bytes are not of this encoding.
    return { problem: 'encoding' };
  }
  if (text.includes('\0')) return { problem: 'not-text' };
  return text.trim() === '' ? { problem: 'empty' } : { text, encoding };
}

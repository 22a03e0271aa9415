import { open } from 'node:fs/promises';
import { DOCUMENT_TYPES, DomainError } from '@linewatch/shared';
import { fileTypeFromFile } from 'file-type';

/** Names of devices that Windows opens instead of a file. */
const DEVICE_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const PLAIN_TEXT: ReadonlySet<string> = new Set(['txt', 'csv']);
const LOOKED_AT = 64 * 1024;
/** What a browser or a spreadsheet would run although it is called a text. */
const MARKUP = /<(!doctype|html|script|svg|\?xml|iframe|object|embed)/i;

/**
 * The name under which a file may be kept: its last part, without what a file system would take for something else.
 *
 * @throws DomainError `document.type-refused`
 */
export function plainName(name: string): string {
  const last = (name.split(/[/\\]/).at(-1) ?? '').replace(/[<>:"|?*]/g, '_').trim();
  if (last === '' || last.startsWith('.') || DEVICE_NAMES.test(last)) throw refused();
  return last;
}

/**
 * The media type of a file whose name and content agree on it and that may be kept.
 *
 * @throws DomainError `document.type-refused`
 */
export async function documentType(path: string, name: string): Promise<string> {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = DOCUMENT_TYPES[ending];
  if (type === undefined) throw refused();
  const sniffed = await fileTypeFromFile(path);
  const agrees = PLAIN_TEXT.has(ending) ? sniffed === undefined && (await isPlainText(path)) : sniffed?.mime === type;
  if (!agrees) throw refused();
  return type;
}

async function isPlainText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    const head = buffer.subarray(0, bytesRead);
    return !head.includes(0) && !MARKUP.test(head.toString('latin1'));
  } finally {
    await file.close();
  }
}

function refused(): DomainError {
  return new DomainError('document.type-refused', 'Files of this type are not kept');
}

import { inflateRawSync } from 'node:zlib';

const END = 'PK\x05\x06';
const ENTRY = 0x02014b50;

/**
 * The files in a ZIP by their names, from its directory (APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16). For packs and
 * office files of our own, which are below 4 GB.
 *
 * @throws Error when it is no ZIP
 */
export function zipParts(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(END);
  if (end < 0) throw new Error('this is no ZIP file');
  const parts = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('the directory of the ZIP file is broken');
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = zip.subarray(at + 46, at + 46 + nameBytes).toString('utf8');
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
    parts.set(name, zip.readUInt16LE(at + 10) === 0 ? Buffer.from(content) : inflateRawSync(content));
    at += 46 + nameBytes + extra + comment;
  }
  return parts;
}

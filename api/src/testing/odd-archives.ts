import { deflateRawSync } from 'node:zlib';

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** Octets that it says to have when it is unpacked, where that is not the truth. */
  readonly claims?: number;
}

const NEEDED_VERSION = 20;
const DEFLATED = 8;
const MEBIBYTE = 1024 * 1024;

/** A ZIP file that says of its entries whatever one likes (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
export function anArchive(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims = content.length } of entries) {
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const sizes = [packed.length, claims, title.length] as const;
    const local = headed(30, 0x04034b50, { at: 18, sizes });
    local.writeUInt16LE(NEEDED_VERSION, 4);
    local.writeUInt16LE(DEFLATED, 8);
    const central = headed(46, 0x02014b50, { at: 20, sizes });
    central.writeUInt16LE(DEFLATED, 10);
    central.writeUInt32LE(at, 42);
    locals.push(local, title, packed);
    directory.push(central, title);
    at += local.length + title.length + packed.length;
  }
  const last = headed(22, 0x06054b50);
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(Buffer.concat(directory).length, 12);
  last.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, last]);
}

/** Archives that a program must not unpack, each as what it is. */
export const ODD_ARCHIVES: readonly (readonly [what: string, archive: () => Buffer])[] = [
  [
    'that swells to many times its size',
    () => anArchive([{ name: '[Content_Types].xml', content: Buffer.alloc(64 * MEBIBYTE) }]),
  ],
  [
    'that swells and says it does not',
    () => anArchive([{ name: '[Content_Types].xml', content: Buffer.alloc(64 * MEBIBYTE), claims: 100 }]),
  ],
  [
    'of thousands of entries',
    () => anArchive(Array.from({ length: 5_000 }, (_, index) => ({ name: `a${String(index)}`, content: EMPTY }))),
  ],
  ['whose entry leads out of its folder', () => anArchive([{ name: '../../x.sh', content: Buffer.from('#!/bin/sh') }])],
  ['in an archive in an archive', () => nested(nested(nested(nested(Buffer.from('x')))))],
  ['that ends in the middle', () => anArchive([{ name: '[Content_Types].xml', content: EMPTY }]).subarray(0, 40)],
];

const EMPTY = Buffer.alloc(0);

function nested(inner: Buffer): Buffer {
  return anArchive([{ name: 'inner.zip', content: inner }]);
}

function headed(
  length: number,
  signature: number,
  said?: { readonly at: number; readonly sizes: readonly [packed: number, whole: number, name: number] },
): Buffer {
  const header = Buffer.alloc(length);
  header.writeUInt32LE(signature, 0);
  if (said === undefined) return header;
  const [packed, whole, name] = said.sizes;
  header.writeUInt32LE(packed, said.at);
  header.writeUInt32LE(whole, said.at + 4);
  header.writeUInt16LE(name, said.at + 8);
  return header;
}

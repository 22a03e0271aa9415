import { createHash, type KeyObject, sign } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import type { EvidenceManifest } from '@linewatch/shared';
import { ZipFile } from 'yazl';
import type { EvidenceFile } from './evidence-files.js';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';
export const PUBLIC_KEY = 'public-key.pem';

/** What a pack is signed with. */
export interface Seal {
  readonly key: KeyObject;
  readonly publicPem: string;
}

/**
 * Writes a pack as it is read: each file passes through once, is hashed on its way, and the manifest with the hashes
 * comes last, signed.
 */
export function packOf(
  files: readonly EvidenceFile[],
  head: Omit<EvidenceManifest, 'files'>,
  { key, publicPem }: Seal,
): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const fail = (error: unknown): void => {
    out.destroy(error instanceof Error ? error : new Error('a pack could not be written'));
  };
  const mtime = new Date(head.madeAt);
  const listed: EvidenceManifest['files'] = [];
  for (const { name, content } of files) {
    zip.addReadStreamLazy(name, { mtime }, (take) => {
      const stream = Readable.from(hashed(name, content(), listed));
      stream.on('error', fail);
      take(null, stream);
    });
  }
  let manifest = Buffer.alloc(0);
  zip.addReadStreamLazy(MANIFEST, { mtime }, (take) => {
    manifest = Buffer.from(`${JSON.stringify({ ...head, files: listed }, undefined, 2)}\n`);
    take(null, Readable.from([manifest]));
  });
  zip.addReadStreamLazy(SIGNATURE, { mtime }, (take) => {
    take(null, Readable.from([sign(null, manifest, key).toString('base64')]));
  });
  zip.addBuffer(Buffer.from(publicPem), PUBLIC_KEY, { mtime });
  zip.on('error', fail);
  zip.end();
  zip.outputStream.on('error', fail);
  zip.outputStream.pipe(out);
  return out;
}

async function* hashed(
  name: string,
  content: AsyncIterable<string | Buffer>,
  listed: EvidenceManifest['files'],
): AsyncIterable<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of content) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
    hash.update(chunk);
    bytes += chunk.byteLength;
    if (chunk.byteLength > 0) yield chunk;
  }
  listed.push({ name, bytes, sha256: hash.digest('hex') });
}

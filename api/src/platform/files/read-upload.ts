import type { Readable } from 'node:stream';
import { DomainError } from '@linewatch/shared';
import type { Request } from 'express';
import { InvalidRequest } from '../errors/invalid-request.js';

/** Whether the body of a request is a file as such, and nothing that would have to be taken apart. */
export function requireUpload(request: Request): void {
  if (request.is('application/octet-stream') !== 'application/octet-stream') {
    throw new InvalidRequest([{ field: 'body', reason: 'not_a_file' }]);
  }
}

/** A body piece by piece. Whoever stops early leaves the connection open, so that the refusal can be sent over it. */
export function chunksOf(stream: Readable): AsyncIterable<Buffer> {
  return stream.iterator({ destroyOnReturn: false });
}

/**
 * Reads a small file into memory.
 *
 * @throws InvalidRequest when the body is no file, DomainError `request.body-too-large` with the first byte too many
 */
export async function readUpload(request: Request, mostBytes: number): Promise<Buffer> {
  requireUpload(request);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new DomainError('request.body-too-large', 'The file is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

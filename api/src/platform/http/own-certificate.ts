import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Env } from '../../config/env.js';

/** What the server proves itself by, PEM. */
export interface OwnCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The certificate or its key cannot be used; the message is for whoever starts the product, and holds nothing of them. */
export class CertificateUnusable extends Error {
  override readonly name = 'CertificateUnusable';
}

/**
 * Reads what TLS_CERT_FILE and TLS_KEY_FILE name.
 *
 * @returns undefined where the way to the API is plain
 * @throws CertificateUnusable
 */
export function readOwnCertificate({ TLS_CERT_FILE, TLS_KEY_FILE }: Env): OwnCertificate | undefined {
  if (TLS_CERT_FILE === undefined || TLS_KEY_FILE === undefined) return undefined;
  const own = { cert: read('TLS_CERT_FILE', TLS_CERT_FILE), key: read('TLS_KEY_FILE', TLS_KEY_FILE) };
  try {
    createSecureContext(own);
  } catch (cause) {
    throw new CertificateUnusable('TLS_CERT_FILE and TLS_KEY_FILE are no certificate (PEM) and its key.', { cause });
  }
  return own;
}

function read(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CertificateUnusable(`${variable} ${file} cannot be read.`, { cause });
  }
}

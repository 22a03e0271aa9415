import { createHash, createPublicKey, verify } from 'node:crypto';
import { EvidenceManifest } from '@linewatch/shared';
import { MANIFEST, PUBLIC_KEY, SIGNATURE } from './evidence-pack-writer.js';
import { fingerprintOf } from './evidence-key.js';
import { zipParts } from './zip-parts.js';

/** What a look at a pack says. */
export interface EvidenceVerdict {
  /** Of the key in the pack: what is to be compared with the one on the portal's page. */
  readonly fingerprint: string;
  readonly manifest: EvidenceManifest;
  /** What is wrong, each in a sentence; none when the pack is as it was signed. */
  readonly faults: readonly string[];
}

/**
 * Looks whether a pack is as it was signed: the signature of the manifest, and the hash of each file.
 *
 * @param expected fingerprint of the key that is trusted; without one any key will do
 * @throws Error when it is no pack at all
 */
export function verifyEvidence(zip: Buffer, expected?: string): EvidenceVerdict {
  const parts = zipParts(zip);
  const part = (name: string): Buffer => {
    const found = parts.get(name);
    if (found === undefined) throw new Error(`the pack has no ${name}`);
    return found;
  };
  const publicPem = part(PUBLIC_KEY).toString('utf8');
  const fingerprint = fingerprintOf(publicPem);
  const signature = Buffer.from(part(SIGNATURE).toString('utf8'), 'base64');
  const isSigned = verify(null, part(MANIFEST), createPublicKey(publicPem), signature);
  const manifest = EvidenceManifest.parse(JSON.parse(part(MANIFEST).toString('utf8')));
  const known = new Set([MANIFEST, SIGNATURE, PUBLIC_KEY, ...manifest.files.map(({ name }) => name)]);
  const faults = [
    ...(isSigned ? [] : ['the signature is not that of the manifest']),
    ...(expected === undefined || expected === fingerprint ? [] : ['it was signed with another key']),
    ...manifest.files.flatMap(({ name, sha256 }) => {
      const content = parts.get(name);
      if (content === undefined) return [`${name} is missing`];
      return createHash('sha256').update(content).digest('hex') === sha256 ? [] : [`${name} has changed`];
    }),
    ...[...parts.keys()].filter((name) => !known.has(name)).map((name) => `${name} is in no manifest`),
  ];
  return { fingerprint, manifest, faults };
}

import * as z from 'zod/mini';
import { ReportDates } from './reports.contract.js';

/** Days of one pack. */
export const EVIDENCE_DAYS_MOST = 92;
export const EVIDENCE_STATES = ['queued', 'generating', 'ready', 'failed'] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

/** `POST /api/v1/circuits/:id/evidence`: days in the zone of reports, both within. */
export const EvidenceRequest = z.object({ dates: ReportDates });
export type EvidenceRequest = z.infer<typeof EvidenceRequest>;

/** All that is known of one circuit and span in one signed file. */
export const EvidencePack = z.object({
  id: z.uuid(),
  dates: ReportDates,
  state: z.enum(EVIDENCE_STATES),
  requestedAt: z.iso.datetime(),
  madeAt: z.nullable(z.iso.datetime()),
  bytes: z.nullable(z.int()),
  sha256: z.nullable(z.string()),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

/** `GET /api/v1/circuits/:id/evidence`: the last twenty, newest first. */
export const EvidencePacks = z.object({
  items: z.array(EvidencePack),
  /** SHA-256 of the public key that packs are signed with, hex: what a verifier compares. */
  fingerprint: z.string(),
});
export type EvidencePacks = z.infer<typeof EvidencePacks>;

/** `manifest.json` of a pack; its signature (Ed25519, RFC 8032) is over its bytes. */
export const EvidenceManifest = z.object({
  rule: z.literal(1),
  circuit: z.object({ id: z.uuid(), code: z.string() }),
  dates: ReportDates,
  timeZone: z.string(),
  madeAt: z.iso.datetime(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type EvidenceManifest = z.infer<typeof EvidenceManifest>;

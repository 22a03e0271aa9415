import * as z from 'zod/mini';
import { COLOUR } from '../domain/colour/contrast.js';

export const LOGO_TYPES = ['image/png', 'image/jpeg'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];
/** A logo with all that a request says beside it fits into a request of 256 KiB as base64. */
export const LOGO_BYTES_MOST = 150_000;
/** Pixels of either side. */
export const LOGO_PIXELS = { least: 16, most: 2_000 } as const;
/** The colour of the house before it has chosen one. */
export const FIRST_ACCENT = '#1a56b0';

const Accent = z.string().check(z.regex(COLOUR));

export const BrandLogo = z.object({
  type: z.enum(LOGO_TYPES),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  sha256: z.string(),
});
export type BrandLogo = z.infer<typeof BrandLogo>;

/** `GET /api/v1/brand`: how the operator looks on pages and papers. Version 0: nothing was chosen yet. */
export const BrandView = z.object({ version: z.int(), accent: Accent, logo: z.nullable(BrandLogo) });
export type BrandView = z.infer<typeof BrandView>;

/** `PUT /api/v1/brand`: makes a version; papers that were made before keep theirs. */
export const BrandForm = z.object({
  accent: Accent,
  /** The file in base64; null for none, missing for the one that is there. */
  logo: z.optional(z.nullable(z.string().check(z.maxLength(Math.ceil(LOGO_BYTES_MOST / 3) * 4 + 4)))),
  /** The version that was looked at. */
  version: z.int(),
});
export type BrandForm = z.infer<typeof BrandForm>;

import * as z from 'zod/mini';
import { CODE } from './customers.contract.js';
import { lineOfText } from './plain-text.js';

/**
 * Domains whose values the operator chooses: new ones may be added, and any may be withdrawn. The values of all other
 * domains are what the product itself speaks of; of those only the words can be changed.
 */
export const OPEN_CODE_DOMAINS = [
  'product',
  'accessType',
  'portType',
  'customerGrade',
  'slaClass',
  'networkGrade',
  'topology',
  'protection',
] as const;

/** The words of a code, in both languages, and its place among those of its domain. */
export const CodeWords = z.object({ nameZh: z.string(), nameEn: z.string(), order: z.int() });
export type CodeWords = z.infer<typeof CodeWords>;

/** One value of a code domain. Operators load their own values (2002 core data standard, section 5.4). */
export const CodeView = z.extend(CodeWords, {
  domain: z.string(),
  code: z.string(),
  /** Whether it may still be chosen; what was chosen before it was withdrawn keeps its words. */
  isOffered: z.boolean(),
});
export type CodeView = z.infer<typeof CodeView>;

/** `GET /api/v1/codes`: every code of every domain; small, and cacheable by its ETag. */
export const CodeList = z.object({ items: z.array(CodeView) });
export type CodeList = z.infer<typeof CodeList>;

/** What a code said from a moment on. */
export const CodeVersion = z.extend(CodeWords, {
  version: z.int(),
  isOffered: z.boolean(),
  /** Null: from the beginning. */
  validFrom: z.nullable(z.iso.datetime()),
  /** Name of whoever changed it; null for the first one. */
  by: z.nullable(z.string()),
});
export type CodeVersion = z.infer<typeof CodeVersion>;

/** Query of `GET /api/v1/codes/versions`. */
export const CodeVersionQuery = z.object({ domain: z.string().check(z.minLength(1), z.maxLength(32)) });
export type CodeVersionQuery = z.infer<typeof CodeVersionQuery>;

/** The codes of a domain in their order, each with its versions, newest first. */
export const CodeVersionList = z.object({
  items: z.array(z.object({ code: z.string(), versions: z.array(CodeVersion).check(z.minLength(1)) })),
});
export type CodeVersionList = z.infer<typeof CodeVersionList>;

/** Body of `POST /api/v1/codes`: a new code (`basedOn` null), or a new version of the one that was seen. */
export const CodeForm = z.object({
  domain: z.string().check(z.minLength(1), z.maxLength(32)),
  code: z.string().check(z.trim(), z.maxLength(32), z.regex(CODE)),
  nameZh: lineOfText(80),
  nameEn: lineOfText(80),
  order: z.int().check(z.minimum(0), z.maximum(9_999)),
  isOffered: z.boolean(),
  basedOn: z.nullable(z.int()),
});
export type CodeForm = z.infer<typeof CodeForm>;

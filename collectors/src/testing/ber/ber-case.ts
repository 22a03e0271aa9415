import { z } from 'zod';

const Case = z.object({
  name: z.string().min(1),
  /** The UDP payload. */
  hex: z.string().regex(/^([0-9a-f]{2})*$/i, 'is not hexadecimal'),
  /** To the trap port, or as an agent's answer to a polling session. */
  dir: z.enum(['trap', 'response']),
  /** "reject": must not be delivered. Anything else must only do no harm. */
  expect: z.string(),
  why: z.string().optional(),
});

/** One hostile or odd datagram and what may become of it. */
export type BerCase = z.infer<typeof Case>;

/**
 * Reads what a file of byte-level cases holds, parsed.
 *
 * @returns the cases, or in one sentence without its subject why there are none
 */
export function readBerCases(document: unknown): readonly BerCase[] | string {
  if (!Array.isArray(document)) return 'it holds no list of cases';
  if (document.length === 0) return 'its list of cases is empty';
  const parsed = z.array(Case).safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [position, ...field] = issue?.path ?? [];
  return `the case at position ${Number(position) + 1} cannot be used: ${field.join('.') || 'entry'}: ${issue?.message ?? ''}`;
}

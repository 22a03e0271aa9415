import * as z from 'zod/mini';

/** No control characters and none that turn the direction of what follows (UAX 9): a name reads as it is stored. */
const SHOWS_AS_STORED = /^[^\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]*$/u;

/** One line of text that a person writes: trimmed, composed (NFC), not empty. */
export const lineOfText = (max: number): z.ZodMiniString =>
  z.string().check(z.trim(), z.normalize('NFC'), z.minLength(1), z.maxLength(max), z.regex(SHOWS_AS_STORED));

/** The same, where nothing may be said: an empty text becomes null. */
export const optionalLine = (
  max: number,
): z.ZodMiniPipe<z.ZodMiniNullable<z.ZodMiniString>, z.ZodMiniTransform<string | null, string | null>> =>
  z.pipe(
    z.nullable(z.string().check(z.trim(), z.normalize('NFC'), z.maxLength(max), z.regex(SHOWS_AS_STORED))),
    z.transform((text: string | null) => (text === '' ? null : text)),
  );

/** Whether a text shows as it is stored. */
export function showsAsStored(text: string): boolean {
  return SHOWS_AS_STORED.test(text);
}

/** Text of several lines, trimmed and not empty; shown as it is and never as markup. */
export const paragraph = (max: number): z.ZodMiniString =>
  z.string().check(z.trim(), z.normalize('NFC'), z.minLength(1), z.maxLength(max));

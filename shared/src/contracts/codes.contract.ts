import * as z from 'zod/mini';

/** One value of a code domain, in both languages. Operators load their own values (2002 core data standard, section 5.4). */
export const CodeView = z.object({
  domain: z.string(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  order: z.int(),
});
export type CodeView = z.infer<typeof CodeView>;

/** `GET /api/v1/codes`: every valid code of every domain; small, and cacheable by its ETag. */
export const CodeList = z.object({ items: z.array(CodeView) });
export type CodeList = z.infer<typeof CodeList>;

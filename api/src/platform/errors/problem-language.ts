import type { ProblemLanguage } from './error-texts.js';

/**
 * The language that an Accept-Language asks for first (RFC 9110 section 12.5.4), of those that problems are written in;
 * Chinese when it asks for none of them.
 */
export function problemLanguage(accepted: string | undefined): ProblemLanguage {
  let best: { language: ProblemLanguage; quality: number } = { language: 'zh', quality: 0 };
  for (const range of (accepted ?? '').split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = (['zh', 'en'] as const).find((each) => tag === each || tag.startsWith(`${each}-`));
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality = weight === undefined ? 1 : Number(weight);
    if (language !== undefined && quality > best.quality) best = { language, quality };
  }
  return best.language;
}

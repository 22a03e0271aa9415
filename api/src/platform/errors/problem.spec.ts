import { DomainError, ERROR_CODES } from '@linewatch/shared';
import { ERROR_TEXTS } from './error-texts.js';
import { errorsPage } from './errors-page.js';
import { InvalidRequest } from './invalid-request.js';
import { toProblem } from './problem.js';
import { problemLanguage } from './problem-language.js';

describe('problem details', () => {
  it('have for each code a status, and words of its own in both languages', () => {
    for (const code of ERROR_CODES) {
      const [zh, en] = (['zh', 'en'] as const).map((language) => toProblem(new DomainError(code, 'x'), language));
      expect(zh?.status).withContext(code).toBeGreaterThanOrEqual(400);
      expect(zh?.type).toBe(`urn:linewatch:error:${code}`);
      expect(zh?.detail)
        .withContext(code)
        .toMatch(/\p{Script=Han}.*。$/u);
      expect(en?.detail)
        .withContext(code)
        .toMatch(/^[A-Z][\x20-\x7e]+\.$/);
      expect([zh?.title, zh?.title]).toEqual([en?.detail, en?.title]);
      expect(errorsPage()).toContain(`| \`${code}\` | ${String(zh?.status)} |`);
    }
    expect(new Set(ERROR_CODES.map((code) => ERROR_TEXTS[code].zh)).size).toBe(ERROR_CODES.length);
  });

  it('point at each wrong field', () => {
    const fields = [
      { field: 'ends.1.portId', reason: 'invalid_type' },
      { field: 'a/b~c', reason: 'taken' },
      { field: '', reason: 'invalid_type' },
    ];

    const pointers = toProblem(new InvalidRequest(fields), 'zh').fields?.map(({ pointer }) => pointer);

    expect(pointers).toEqual(['/ends/1/portId', '/a~1b~0c', '']);
  });

  it('are in the language that is wanted most, of the two; Chinese else', () => {
    const wanted = {
      '': 'zh',
      '*': 'zh',
      'fr,de;q=0.5': 'zh',
      en: 'en',
      'EN-us': 'en',
      'zh-TW,en;q=0.9': 'zh',
      'zh;q=0.3, en;q=0.8': 'en',
      'en;q=0, zh': 'zh',
      'en;q=nonsense': 'zh',
      english: 'zh',
      ',;q=,;;,': 'zh',
    };

    expect(problemLanguage(undefined)).toBe('zh');
    for (const [accepted, language] of Object.entries(wanted)) {
      expect(problemLanguage(accepted)).withContext(accepted).toBe(language);
    }
  });
});

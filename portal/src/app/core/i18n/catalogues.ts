import type { Translation, TranslocoLoader } from '@jsverse/transloco';

/** Texts travel with the build, one file a language, and are read when the language is first used. */
export class Catalogues implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    const texts = language === 'en' ? await import('../../../i18n/en.json') : await import('../../../i18n/zh-CN.json');
    return texts.default;
  }
}

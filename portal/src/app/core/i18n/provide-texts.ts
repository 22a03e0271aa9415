import type { EnvironmentProviders, Provider } from '@angular/core';
import { provideTransloco, provideTranslocoTranspiler } from '@jsverse/transloco';
import { Catalogues } from './catalogues';
import { IcuTranspiler } from './icu-transpiler';

/** Texts in Chinese and English that change without a reload. */
export function provideTexts({ production }: { production: boolean }): (Provider | EnvironmentProviders)[] {
  return [
    provideTransloco({
      config: {
        availableLangs: ['zh-CN', 'en'],
        defaultLang: 'zh-CN',
        reRenderOnLangChange: true,
        prodMode: production,
      },
      loader: Catalogues,
    }),
    provideTranslocoTranspiler(IcuTranspiler),
  ];
}

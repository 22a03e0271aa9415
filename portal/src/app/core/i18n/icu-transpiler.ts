import { inject } from '@angular/core';
import { DefaultTranspiler, TRANSLOCO_CONFIG, type TranspileParams } from '@jsverse/transloco';
import { formatMessage } from '@linewatch/shared';

/** Lets the catalogues use ICU plurals and selects. */
export class IcuTranspiler extends DefaultTranspiler {
  protected override readonly config = inject(TRANSLOCO_CONFIG);
  private language = this.config.defaultLang;

  onLangChanged(language: string): void {
    this.language = language;
  }

  override transpile(params: TranspileParams): unknown {
    if (typeof params.value !== 'string') return super.transpile(params) as unknown;
    return formatMessage(params.value, params.params ?? {}, this.language);
  }
}

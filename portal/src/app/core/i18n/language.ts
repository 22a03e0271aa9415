import { inject, Service, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { Language as LanguageSchema, type Language as LanguageCode } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';

const KEY = 'linewatch.language';

/** The language of the page: what was chosen in this browser, else what the account says, else Chinese. */
@Service()
export class Language {
  private readonly transloco = inject(TranslocoService);
  private readonly chosen = signal<LanguageCode>(remembered() ?? 'zh-CN');

  readonly current = this.chosen.asReadonly();

  /** Loads the texts that the first page needs. */
  async start(): Promise<void> {
    await this.use(this.chosen());
  }

  /** What the person pressed: changes the page and is remembered in this browser. */
  async choose(language: LanguageCode): Promise<void> {
    localStorage.setItem(KEY, language);
    await this.use(language);
  }

  /** The account's language, which gives way to one chosen in this browser. */
  async suggest(language: LanguageCode): Promise<void> {
    if (remembered() === undefined) await this.use(language);
  }

  private async use(language: LanguageCode): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.chosen.set(language);
    document.documentElement.lang = language;
  }
}

function remembered(): LanguageCode | undefined {
  return LanguageSchema.safeParse(localStorage.getItem(KEY)).data;
}

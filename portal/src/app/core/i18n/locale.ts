import { computed, inject, Service } from '@angular/core';
import { Session } from '../auth/session';
import { Language } from './language';

/** Language and time zone that times and names are shown in. */
@Service()
export class Locale {
  private readonly session = inject(Session);
  private readonly languages = inject(Language);

  readonly language = this.languages.current;
  /** IANA name: the account's zone, the browser's before somebody is signed in. */
  readonly zone = computed(() => this.session.view()?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

  /** The name that fits the language of the page. */
  pick(nameZh: string, nameEn: string): string {
    return this.language() === 'en' ? nameEn : nameZh;
  }
}

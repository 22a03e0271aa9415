import { httpResource } from '@angular/common/http';
import { computed, inject, Service } from '@angular/core';
import { CodeList } from '@linewatch/shared';
import { answerOf } from '../http/answer';
import { Session } from '../auth/session';
import { Language } from '../i18n/language';

/** The operator's code tables, read once a session. A code that no table knows is shown as itself. */
@Service()
export class CodeTables {
  private readonly session = inject(Session);
  private readonly language = inject(Language);
  private readonly list = httpResource(() => (this.session.view() === undefined ? undefined : '/api/v1/codes'), {
    parse: answerOf(CodeList),
  });
  private readonly names = computed(
    () =>
      new Map(
        (this.list.hasValue() ? this.list.value().items : []).map(
          (item) => [`${item.domain} ${item.code}`, item] as const,
        ),
      ),
  );

  /** All domains. */
  readonly domains = computed(() => [
    ...new Set((this.list.hasValue() ? this.list.value().items : []).map(({ domain }) => domain)),
  ]);

  /** The codes of a domain that may be chosen, with their names, in the order in which they are offered. */
  choices(domain: string): { readonly value: string; readonly text: string }[] {
    const items = this.list.hasValue() ? this.list.value().items : [];
    return items
      .filter((item) => item.domain === domain && item.isOffered)
      .map(({ code }) => ({ value: code, text: this.name(domain, code) }));
  }

  /** Reads the tables again after they were changed. */
  reload(): void {
    this.list.reload();
  }

  /** Name of a code in the language of the page; a dash where there is none. */
  name(domain: string, code: string | null): string {
    if (code === null || code === '') return '—';
    const item = this.names().get(`${domain} ${code}`);
    if (item === undefined) return code;
    return this.language.current() === 'en' ? item.nameEn : item.nameZh;
  }
}

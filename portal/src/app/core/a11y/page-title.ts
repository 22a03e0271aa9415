import { effect, inject, Service, signal, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { Language } from '../i18n/language';

/** document.title: what the page says of itself, else the route's title, which is a key of the catalogues. */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);
  private readonly routeKey = signal<string | undefined>(undefined);
  /** The route's title: a key such as `title.circuits`. */
  readonly key = this.routeKey.asReadonly();
  private readonly said = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      this.language.current();
      const key = this.routeKey();
      const text = this.said() ?? (key === undefined ? undefined : untracked(() => this.transloco.translate(key)));
      this.title.setTitle(text === undefined ? 'Linewatch' : `${text} – Linewatch`);
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const key = this.buildTitle(snapshot);
    if (key !== this.routeKey()) this.said.set(undefined);
    this.routeKey.set(key);
  }

  /** What the page itself knows better, as "(2) Down – Circuits". */
  say(text: string): void {
    this.said.set(text);
  }
}

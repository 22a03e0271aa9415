import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Session } from '../../core/auth/session';
import { Brand } from '../../core/brand/brand';
import { Now } from '../../core/clock/now';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Language } from '../../core/i18n/language';
import { Locale } from '../../core/i18n/locale';
import { Theme, THEMES } from '../../core/theme/theme';
import { InstantPipe } from '../../ui/format/pipes';
import { formatZone } from '../../ui/format/quantities';
import { Icon } from '../../ui/icon/icon';
import { HelpPanel } from './help-panel';
import { LiveBadge } from './live-badge';
import { NoticeBell } from './notice-bell';
import { VERSION } from './version';

/** What stands around every page of a signed-in person: navigation, live state, language, theme, account. */
@Component({
  selector: 'lw-shell',
  imports: [
    HelpPanel,
    Icon,
    InstantPipe,
    LiveBadge,
    MatMenuModule,
    NoticeBell,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    TranslocoPipe,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
})
export class Shell {
  /** A customer's people have one customer: their own page. */
  protected readonly customersLink = computed(() => {
    const [own] = this.session.view()?.customers ?? [];
    return this.session.isStaff() || own === undefined ? ['/customers'] : ['/customers', own.id];
  });
  protected readonly session = inject(Session);
  protected readonly brand = inject(Brand);
  protected readonly language = inject(Language);
  protected readonly theme = inject(Theme);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);

  protected readonly themes = THEMES;
  protected readonly themeIcons = { system: 'screen', light: 'sun', dark: 'moon' } as const;
  protected readonly version = VERSION;
  protected readonly zone = computed(() => formatZone(this.locale.zone(), this.now.calm()));
  /** Whose lines these are: the customer's name for its own people. */
  protected readonly owner = computed(() => {
    const [first, second] = this.session.view()?.customers ?? [];
    return first === undefined || second !== undefined ? undefined : this.locale.pick(first.nameZh, first.nameEn);
  });
  /** What the person could go on as; one for most. */
  protected readonly standings = computed(() => {
    const view = this.session.view();
    return (view?.standings ?? []).map(({ key, role, customer }) => ({
      key,
      role,
      name: customer === null ? undefined : this.locale.pick(customer.nameZh, customer.nameEn),
      isCurrent: key === view?.actingAs,
    }));
  });
  /** The customer whose view is taken. */
  protected readonly viewing = computed(() => {
    const viewing = this.session.view()?.viewingAs ?? undefined;
    if (viewing === undefined) return undefined;
    const { customer, until } = viewing;
    return { name: this.locale.pick(customer.nameZh, customer.nameEn), until };
  });
  protected readonly failure = signal<FailureCode | undefined>(undefined);
  /** On a phone the bar has room for the first pages; the others open above it until one was chosen. */
  protected readonly showsAllPages = linkedSignal({
    source: inject(Router).lastSuccessfulNavigation,
    computation: () => false,
  });

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }

  protected async actAs(standing: string): Promise<void> {
    this.failure.set(undefined);
    try {
      await this.session.actAs(standing);
    } catch (error) {
      this.failure.set(toFailure(error).code);
    }
  }

  protected async endView(): Promise<void> {
    this.failure.set(undefined);
    try {
      await this.session.endView();
    } catch (error) {
      this.failure.set(toFailure(error).code);
    }
  }

  protected async signOut(): Promise<void> {
    this.failure.set(undefined);
    try {
      await this.session.signOut();
    } catch (error) {
      this.failure.set(toFailure(error).code);
    }
  }
}

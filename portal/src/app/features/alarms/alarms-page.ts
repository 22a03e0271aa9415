import { Component, computed, effect, ElementRef, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { ALARM_CODES, ALARM_SHOWS, type AlarmView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { SingleKeys } from '../../core/a11y/single-keys';
import { Now } from '../../core/clock/now';
import { Locale } from '../../core/i18n/locale';
import { LiveFeed } from '../../core/live/live-feed';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Severity } from '../../ui/severity/severity';
import { AlarmActing } from './alarm-acting';
import { AlarmActBar } from './alarm-acts';
import { AlarmConsole } from './alarm-console';
import { type AlarmFilter, CONSOLE_STATES, isNarrowed, readAlarmFilter } from './alarm-filter';
import { AlarmTable } from './alarm-table';
import { KeyList } from './key-list';

/** What is wrong in the network, root cause first, for the people who have to see to it. */
@Component({
  selector: 'lw-alarms-page',
  imports: [
    AlarmActBar,
    AlarmTable,
    EmptyNotice,
    FailureNotice,
    KeyList,
    PageHeading,
    RouterLink,
    Severity,
    Skeleton,
    TranslocoPipe,
  ],
  providers: [AlarmActing, AlarmConsole],
  host: { '(document:keydown)': 'press($event)' },
  templateUrl: './alarms-page.html',
  styleUrl: './alarms-page.css',
})
export class AlarmsPage {
  readonly show = input<string>();
  readonly severity = input<string>();
  readonly code = input<string>();
  readonly state = input<string>();
  readonly assigned = input<string>();
  readonly shelved = input<string>();
  readonly flat = input<string>();
  readonly q = input<string>();

  protected readonly console = inject(AlarmConsole);
  protected readonly keys = inject(SingleKeys);
  protected readonly feed = inject(LiveFeed);
  protected readonly now = inject(Now);
  private readonly locale = inject(Locale);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly bar = viewChild(AlarmActBar);

  protected readonly shows = ALARM_SHOWS;
  protected readonly codes = ALARM_CODES;
  protected readonly states = CONSOLE_STATES;
  protected readonly filter = computed<AlarmFilter>(
    () =>
      readAlarmFilter({
        show: this.show(),
        severity: this.severity(),
        code: this.code(),
        state: this.state(),
        assigned: this.assigned(),
        shelved: this.shelved(),
        flat: this.flat(),
        q: this.q(),
      }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filter()));
  /** The row that keys act on. */
  protected readonly current = signal<string | undefined>(undefined);
  protected readonly isListOfKeysOpen = signal(false);
  /** What an act is done with: the marked ones, else the current one. */
  protected readonly chosen = computed<readonly AlarmView[]>(() => {
    const marked = this.console.marked();
    const wanted = marked.size > 0 ? marked : new Set([this.current() ?? '']);
    const rows = this.console.rows().filter(({ alarm }) => wanted.has(alarm.id));
    return [...new Map(rows.map(({ alarm }) => [alarm.id, alarm])).values()];
  });

  constructor() {
    effect(() => {
      const filter = this.filter();
      untracked(() => {
        this.console.narrow(filter);
      });
    });
    effect(() => {
      const counts = this.console.page()?.counts;
      this.locale.language();
      if (counts === undefined) return;
      const critical = counts.find(({ severity }) => severity === 'critical')?.notCleared ?? 0;
      const alarms = this.transloco.translate('title.alarms');
      this.title.say(critical > 0 ? `(${String(critical)}) ${alarms}` : alarms);
    });
  }

  protected choose(queryParams: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected clear(): void {
    this.choose({ show: null, severity: null, code: null, state: null, assigned: null, shelved: null, q: null });
  }

  protected press(event: KeyboardEvent): void {
    if (!this.keys.isShortcut(event) || !this.perform(event.key)) return;
    event.preventDefault();
  }

  /** @returns whether the key means anything here */
  private perform(key: string): boolean {
    const row = this.console.rows().find(({ alarm }) => alarm.id === this.current());
    switch (key) {
      case 'j':
      case 'k':
        this.step(key === 'j' ? 1 : -1);
        return true;
      case 'x':
        if (row !== undefined) this.console.mark(row.alarm.id, !this.console.marked().has(row.alarm.id));
        return true;
      case 'e':
        if (row !== undefined && row.alarm.childCount > 0) void this.console.toggleTree(row.alarm.id);
        return true;
      case 'a':
        void this.bar()?.plainly('acknowledge');
        return true;
      case 't':
        void this.bar()?.assign(true);
        return true;
      case 's':
      case 'c':
        this.bar()?.ask(key === 's' ? 'shelve' : 'comment');
        return true;
      case 'n':
        this.console.show();
        return true;
      case '?':
        this.isListOfKeysOpen.update((isOpen) => !isOpen);
        return true;
      default:
        return false;
    }
  }

  private step(by: 1 | -1): void {
    const rows = this.console.rows();
    const at = rows.findIndex(({ alarm }) => alarm.id === this.current());
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]?.alarm.id;
    if (next === undefined) return;
    this.current.set(next);
    this.host.querySelector<HTMLElement>(`[data-alarm="${next}"] a`)?.focus();
  }
}

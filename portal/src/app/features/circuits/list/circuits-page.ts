import { LowerCasePipe } from '@angular/common';
import { Component, computed, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CircuitRow, OPERATING_STATUSES, type OperatingStatus } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { PageTitle } from '../../../core/a11y/page-title';
import { isLeaving } from '../../../core/address/is-leaving';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { CodeTables } from '../../../core/codes/code-tables';
import { Locale } from '../../../core/i18n/locale';
import { LiveFeed } from '../../../core/live/live-feed';
import { AgePipe, DurationPipe, InstantPipe, RatePipe } from '../../../ui/format/pipes';
import { Icon } from '../../../ui/icon/icon';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import type { AnyStatus } from '../../../ui/status/status-look';
import { Table, type TableSort } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { UtilisationBar } from '../../../ui/utilisation-bar/utilisation-bar';
import { shownSince, shownStatus, shownWord } from '../live/shown-status';
import { CircuitList } from './circuit-list';
import { type CircuitFilter, filterParams, isNarrowed, readFilter, sortedBy } from './circuit-filter';
import { SpokenChanges } from './spoken-changes';

const TYPING_PAUSE_MS = 250;

/** One line of the table, as it can be shown now. */
interface ShownRow {
  readonly row: CircuitRow;
  readonly status: OperatingStatus;
  /** What is written of it: a planned work that covers it stands above its status. */
  readonly word: AnyStatus;
  readonly since: number | null;
  /** Whether the last reading is too old to stand for now. */
  readonly stale: boolean;
}

/** Is my line up: all circuits of the scope, worst first, changing under the reader's eyes. */
@Component({
  selector: 'lw-circuits-page',
  imports: [
    AgePipe,
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    Icon,
    InstantPipe,
    LowerCasePipe,
    MatButton,
    MatProgressBar,
    PageHeading,
    RatePipe,
    RouterLink,
    Skeleton,
    SpokenChanges,
    Status,
    Table,
    TableColumn,
    TranslocoPipe,
    UtilisationBar,
  ],
  providers: [CircuitList],
  templateUrl: './circuits-page.html',
  styleUrls: ['../../../ui/table/row-link.css', './circuits-page.css'],
})
export class CircuitsPage {
  readonly q = input<string>();
  readonly status = input<string>();
  readonly product = input<string>();
  readonly site = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();

  protected readonly list = inject(CircuitList);
  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly feed = inject(LiveFeed);
  protected readonly now = inject(Now);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected readonly statuses = OPERATING_STATUSES;
  protected readonly filter = computed(() =>
    readFilter({
      q: this.q(),
      status: this.status(),
      product: this.product(),
      site: this.site(),
      sort: this.sort(),
      order: this.order(),
    }),
  );
  protected readonly typed = signal('');
  protected readonly sorted = computed<TableSort>(() => ({ key: this.filter().sort, order: this.filter().order }));
  protected readonly narrowed = computed(() => isNarrowed(this.filter()));
  /** State filters worth a button: those that hold circuits, and the one that is chosen. */
  protected readonly offered = computed(() =>
    OPERATING_STATUSES.filter(
      (status) => status === 'running' || this.list.counts()[status] > 0 || this.filter().status === status,
    ),
  );
  /** The words of the first sentence after "44 up": one for each state that is not well. */
  protected readonly troubles = computed(() =>
    OPERATING_STATUSES.filter((status) => status !== 'running' && this.list.counts()[status] > 0),
  );
  protected readonly rows = computed<readonly ShownRow[]>(() => {
    const now = this.now.calm();
    return this.list.shown().map((row) => {
      const status = shownStatus(row, now);
      return { row, status, word: shownWord(row, now), since: shownSince(row, now), stale: status === 'unknown' };
    });
  });
  protected readonly parse = Date.parse;
  protected readonly identify = (shown: ShownRow): string => shown.row.id;
  protected readonly rowClass = computed(() => {
    const revisions = this.list.revisions();
    return ({ row, status }: ShownRow): string => {
      const revision = revisions.get(row.id) ?? 0;
      const flash = revision === 0 ? '' : revision % 2 === 1 ? ' flash-odd' : ' flash-even';
      return `is-${status}${flash}`;
    };
  });

  constructor() {
    effect(() => {
      this.list.narrow(this.filter());
    });
    effect(() => {
      const q = this.filter().q;
      if (untracked(this.typed).trim() !== q) this.typed.set(q);
    });
    effect(() => {
      this.sayTitle();
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.typing);
    });
  }

  protected type(q: string): void {
    this.typed.set(q);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      if (!isLeaving(this.router)) this.show({ q: q.trim() });
    }, TYPING_PAUSE_MS);
  }

  protected sortBy(sort: TableSort): void {
    this.show(sortedBy(this.filter(), sort));
  }

  /** Opens the same page with another filter; the address bar keeps it. */
  protected show(change: Partial<CircuitFilter>): void {
    const queryParams = filterParams({ ...this.filter(), ...change });
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected clear(): void {
    this.typed.set('');
    this.show({ q: '', status: undefined, product: undefined, siteId: undefined });
  }

  private sayTitle(): void {
    this.locale.language();
    const { failed } = this.list.counts();
    const word = (key: string): string => this.transloco.translate(key);
    const circuits = word('title.circuits');
    this.title.say(failed > 0 ? `(${String(failed)}) ${word('status.failed')} – ${circuits}` : circuits);
  }
}

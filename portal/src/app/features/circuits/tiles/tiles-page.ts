import { Component, computed, effect, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { OPERATING_STATUSES } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { LiveFeed } from '../../../core/live/live-feed';
import { formatAge, formatPercent } from '../../../ui/format/quantities';
import { Icon } from '../../../ui/icon/icon';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { STATUS_LOOK } from '../../../ui/status/status-look';
import { type CircuitFilter, filterParams, isNarrowed, readFilter } from '../list/circuit-filter';
import { CircuitList } from '../list/circuit-list';
import { SpokenChanges } from '../list/spoken-changes';
import { type Tile, tileGroups } from './tile-groups';

/** Many lines at a glance: a tile a circuit, by site, worst first, changing under the reader's eyes. */
@Component({
  selector: 'lw-tiles-page',
  imports: [EmptyNotice, FailureNotice, Icon, PageHeading, RouterLink, Skeleton, SpokenChanges, Status, TranslocoPipe],
  providers: [CircuitList],
  templateUrl: './tiles-page.html',
  styleUrl: './tiles-page.css',
})
export class TilesPage {
  readonly status = input<string>();
  readonly site = input<string>();

  protected readonly list = inject(CircuitList);
  protected readonly locale = inject(Locale);
  protected readonly feed = inject(LiveFeed);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);

  protected readonly filter = computed(() => readFilter({ status: this.status(), site: this.site() }));
  protected readonly narrowed = computed(() => isNarrowed(this.filter()));
  private readonly ownSites = computed(() => new Set(this.list.sites().map(({ nameZh }) => nameZh)));
  protected readonly groups = computed(() => tileGroups(this.list.shown(), this.ownSites(), this.now.calm()));
  /** State filters worth a button: those that hold circuits, and the one that is chosen. */
  protected readonly offered = computed(() =>
    OPERATING_STATUSES.filter((status) => this.list.counts()[status] > 0 || this.filter().status === status),
  );

  constructor() {
    effect(() => {
      this.list.narrow(this.filter());
    });
  }

  /** State, name and load in words: colour and shape say the same to the eye. */
  protected label({ row, status }: Tile): string {
    const language = this.locale.language();
    const word = this.transloco.translate(STATUS_LOOK[status].word);
    const load = status === 'unknown' ? '' : ` ${formatPercent(row.utilisation)}`;
    const age = row.sampleAt === null ? '' : `, ${formatAge(this.now.calm() - Date.parse(row.sampleAt), language)}`;
    return `${word} ${row.alias ?? row.name}${load}${age}`;
  }

  protected load({ row, status }: Tile): string {
    return status === 'unknown' || status === 'stopped' ? '' : formatPercent(row.utilisation);
  }

  /** Arrow keys walk over the tiles, beside the Tab key. */
  protected walk(event: Event, by: number): void {
    const tile = event.target instanceof HTMLElement ? event.target : null;
    const tiles = [...(tile?.closest('.wall')?.querySelectorAll<HTMLElement>('a.tile') ?? [])];
    const next = tile === null ? undefined : tiles[tiles.indexOf(tile) + by];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  /** Opens the same page with another filter; the address bar keeps it. */
  protected show(change: Partial<CircuitFilter>): void {
    const queryParams = filterParams({ ...this.filter(), ...change });
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}

import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { KNOWN_NOTIFICATIONS, portStatus, type PortStatus, TrapPage, type TrapView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';

const REFRESH_MS = 10_000;
const PAGE_SIZE = 100;
const HOUR_MS = 3_600_000;
/** Names as the texts of ranges have them. */
const PERIODS: Readonly<Record<string, number>> = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS };

/** What the address says of the list. */
interface Selection {
  readonly device?: string;
  readonly name?: string;
}

/**
 * What devices told by themselves, newest first, with what was read because of it. The newest page is read again every
 * ten seconds; an older one stays as it is.
 */
@Component({
  selector: 'lw-traps-page',
  imports: [EmptyNotice, FailureNotice, InstantPipe, PageHeading, Skeleton, Status, Table, TableColumn, TranslocoPipe],
  templateUrl: './traps-page.html',
  styleUrl: './traps-page.css',
})
export class TrapsPage {
  readonly device = input<string>();
  readonly name = input<string>();
  readonly period = input<string>();
  /** ms; the begin of the period when it was chosen, so that all pages of a list are of the same one. */
  readonly from = input<string>();
  readonly cursor = input<string>();

  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly page = httpResource(
    () => {
      const asked = { device: this.device(), name: this.name(), from: this.from(), cursor: this.cursor() };
      const given = Object.entries(asked).filter((entry): entry is [string, string] => Boolean(entry[1]));
      return { url: '/api/v1/traps', params: { ...Object.fromEntries(given), limit: PAGE_SIZE } };
    },
    { parse: answerOf(TrapPage) },
  );
  private askedAt = this.now.ms();

  protected readonly known = KNOWN_NOTIFICATIONS.map(({ name }) => name);
  protected readonly periodNames = Object.keys(PERIODS);
  /** The last page that was read; it stays while a newer one is on its way. */
  protected readonly shown = signal<TrapPage | undefined>(undefined);
  protected readonly isLoading = this.page.isLoading;
  protected readonly isFiltered = computed(() => Boolean(this.device() ?? this.name() ?? this.from() ?? this.cursor()));
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly identify = (trap: TrapView): string => trap.id;

  constructor() {
    effect(() => {
      if (this.page.hasValue()) this.shown.set(this.page.value());
    });
    effect(() => {
      const now = this.now.ms();
      untracked(() => {
        if (this.cursor() || now - this.askedAt < REFRESH_MS || this.isLoading()) return;
        this.askedAt = now;
        this.page.reload();
      });
    });
  }

  /** What the poll after a trap said of the port that it names; undefined where it names none that is watched. */
  protected portStatus({ reading }: TrapView): PortStatus | undefined {
    const operStatus = reading?.operStatus ?? null;
    return operStatus === null ? undefined : portStatus(reading?.adminStatus ?? null, operStatus, 'PRIMARY');
  }

  /** Shows the newest page of another selection. */
  protected show(change: Selection): void {
    const given: Record<string, string | null> = { cursor: null };
    for (const [key, value] of Object.entries(change) as [string, string][]) given[key] = value === '' ? null : value;
    this.go(given);
  }

  protected choose(period: string): void {
    const length = PERIODS[period];
    const from = length === undefined ? null : this.now.ms() - length;
    this.go({ period: length === undefined ? null : period, from, cursor: null });
  }

  protected turnTo(cursor: string): void {
    this.go({ cursor });
  }

  protected retry(): void {
    this.page.reload();
  }

  private go(queryParams: Readonly<Record<string, string | number | null>>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}

import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ReportComparison, type ReportDifference, type ReportVersion } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { type DifferenceRow, exactMinutes, rowsOf } from './report-difference-rows';
import { ReportPart, reportPeriod } from './report-part';

const SIDES = ['earlier', 'later'] as const;

/** Two versions of one report: the figures that are not the same in both. */
@Component({
  selector: 'lw-report-compare-page',
  imports: [
    ...[EmptyNotice, FailureNotice, InstantPipe, NotFoundPage, PageHeading, ReportPart, RouterLink, Skeleton, Table],
    ...[TableColumn, TranslocoPipe],
  ],
  templateUrl: './report-compare-page.html',
  styleUrl: './reports.css',
})
export class ReportComparePage {
  readonly id = input.required<string>();
  /** The version to compare with; without one the API says which. */
  readonly other = input<string>();

  protected readonly locale = inject(Locale);
  private readonly router = inject(Router);
  protected readonly sides = SIDES;
  protected readonly minutesOf = exactMinutes;
  protected readonly comparison = httpResource(
    () => {
      const other = this.other();
      return {
        url: `/api/v1/reports/${encodeURIComponent(this.id())}/compare`,
        params: { ...(other !== undefined && { other }) },
      };
    },
    { parse: answerOf(ReportComparison) },
  );
  protected readonly failure = computed(() => {
    const error = this.comparison.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** What was read last stays while another version is read, so that the choice keeps its place and its focus. */
  protected readonly shown = linkedSignal<ReportComparison | undefined, ReportComparison | undefined>({
    source: () => (this.comparison.hasValue() ? this.comparison.value() : undefined),
    computation: (read, before) => read ?? before?.value,
  });
  protected readonly period = computed(() => {
    const shown = this.shown();
    return shown === undefined ? undefined : reportPeriod(shown.about);
  });
  private readonly difference = computed(() => this.shown()?.difference ?? null);
  protected readonly rows = computed(() => rowsOf(this.difference()));
  /** The one that the report is compared with. */
  protected readonly against = computed(() => {
    const difference = this.difference();
    if (difference === null) return undefined;
    return difference.earlier.id === this.id() ? difference.later : difference.earlier;
  });
  /** Also an older version than those that are offered, where the address names it. */
  protected readonly choices = computed((): readonly ReportVersion[] => {
    const versions = this.shown()?.versions ?? [];
    const against = this.against();
    return against === undefined || versions.some(({ id }) => id === against.id) ? versions : [...versions, against];
  });
  protected readonly identify = ({ key }: DifferenceRow): string => key;

  protected choose(other: string): void {
    void this.router.navigate([], { queryParams: { other }, queryParamsHandling: 'merge' });
  }

  /** Which sentence stands where there is no row. */
  protected whyNone({ isSame, isPreliminary }: ReportDifference): string {
    if (isSame) return 'reportCompare.same';
    const isFinalNow = isPreliminary.earlier && !isPreliminary.later;
    return isFinalNow ? 'reportCompare.sameFiguresClosed' : 'reportCompare.sameFigures';
  }
}

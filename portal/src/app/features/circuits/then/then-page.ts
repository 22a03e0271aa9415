import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { CircuitsThen, type CircuitThen } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { ThenEvents } from './then-events';
import { ThenForm } from './then-form';

/** All lines at an instant of the past, under an address to share: as they were shown then and as they are known today. */
@Component({
  selector: 'lw-then-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    Table,
    TableColumn,
    ThenEvents,
    ThenForm,
    TranslocoPipe,
  ],
  templateUrl: './then-page.html',
  styleUrls: ['../../../ui/table/row-link.css', './then-page.css'],
})
export class ThenPage {
  /** From the address: the instant, ms. */
  readonly at = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly router = inject(Router);

  protected readonly instant = computed(() => (/^\d{1,15}$/.test(this.at() ?? '') ? Number(this.at()) : undefined));
  private readonly read = httpResource(
    () => {
      const at = this.instant();
      return at === undefined ? undefined : { url: '/api/v1/then', params: { at } };
    },
    { parse: answerOf(CircuitsThen) },
  );
  protected readonly shown = computed(() => (this.read.hasValue() ? this.read.value() : undefined));
  protected readonly failure = computed(() => {
    const error = this.read.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly counts = computed(
    () => this.shown()?.counts.filter(({ shown, known }) => shown > 0 || known > 0) ?? [],
  );
  protected readonly identify = ({ id }: CircuitThen): string => id;

  protected look(at: number | undefined): void {
    void this.router.navigate([], { queryParams: { at: at ?? null } });
  }

  protected reload(): void {
    this.read.reload();
  }
}

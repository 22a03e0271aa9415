import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { AUDIT_ACTIONS, AuditPage, type AuditEntryView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { changedFields } from './changed-fields';

const PAGE_SIZE = 100;
const SIDES = ['staff', 'customer'] as const;

/** Who did what and when: for a customer's admin what concerns the customer, for staff what concerns lines or all. */
@Component({
  selector: 'lw-audit-page',
  imports: [EmptyNotice, FailureNotice, InstantPipe, PageHeading, Skeleton, Table, TableColumn, TranslocoPipe],
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.css',
})
export class AuditLogPage {
  readonly by = input<string>();
  readonly action = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);

  protected readonly sides = SIDES;
  protected readonly actions = AUDIT_ACTIONS;
  protected readonly side = computed(() => SIDES.find((side) => side === this.by()));
  protected readonly chosen = computed(() => AUDIT_ACTIONS.find((action) => action === this.action()));
  private readonly params = computed(() => ({
    limit: PAGE_SIZE,
    ...(this.side() !== undefined && { by: this.side() ?? '' }),
    ...(this.chosen() !== undefined && { action: this.chosen() ?? '' }),
  }));
  protected readonly first = httpResource(() => ({ url: '/api/v1/audit', params: this.params() }), {
    parse: answerOf(AuditPage),
  });
  /** All pages that were read so far. */
  protected readonly shown = linkedSignal<AuditPage | undefined>(() =>
    this.first.hasValue() ? this.first.value() : undefined,
  );
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly isReadingOn = signal(false);
  protected readonly readingOnFailed = signal<FailureCode | undefined>(undefined);
  protected readonly identify = (entry: AuditEntryView): string => entry.id;
  protected readonly changed = changedFields;

  protected choose(name: 'by' | 'action', value: string): void {
    void this.router.navigate([], {
      queryParams: { [name]: value === '' ? null : value },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected async readOn(): Promise<void> {
    const shown = this.shown();
    const cursor = shown?.nextCursor ?? null;
    if (shown === undefined || cursor === null || this.isReadingOn()) return;
    this.isReadingOn.set(true);
    this.readingOnFailed.set(undefined);
    try {
      const params = { ...this.params(), cursor };
      const next = answerOf(AuditPage)(await firstValueFrom(this.http.get('/api/v1/audit', { params })));
      this.shown.set({ items: [...shown.items, ...next.items], nextCursor: next.nextCursor });
    } catch (error) {
      this.readingOnFailed.set(toFailure(error).code);
    } finally {
      this.isReadingOn.set(false);
    }
  }
}

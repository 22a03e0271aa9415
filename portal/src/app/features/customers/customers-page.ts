import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { CustomerPage, type CustomerRow, Saved } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { CodeTables } from '../../core/codes/code-tables';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import type { RecordValues } from '../../ui/record/record-field';
import { RecordForm } from '../../ui/record/record-form';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { fieldsOf } from './customer-fields';
import { PaperEditor } from './paper-editor';

const PAGE_SIZE = 100;
const NEW_CUSTOMER: RecordValues = { grade: 'LOCAL_C', timeZone: 'Asia/Shanghai', status: 'ACTIVE' };

/** All customers in reach, by code. */
@Component({
  selector: 'lw-customers-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    PageHeading,
    RecordForm,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  providers: [PaperEditor],
  templateUrl: './customers-page.html',
  styleUrl: './customers.css',
})
export class CustomersPage {
  readonly q = input<string>();

  protected readonly session = inject(Session);
  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly editor = inject(PaperEditor);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);

  private readonly params = computed(() => ({
    limit: PAGE_SIZE,
    ...(this.q() !== undefined && { q: this.q() ?? '' }),
  }));
  protected readonly first = httpResource(() => ({ url: '/api/v1/customers', params: this.params() }), {
    parse: answerOf(CustomerPage),
  });
  /** All pages that were read so far. */
  protected readonly shown = linkedSignal<CustomerPage | undefined>(() =>
    this.first.hasValue() ? this.first.value() : undefined,
  );
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly readingOnFailed = signal<FailureCode | undefined>(undefined);
  protected readonly identify = (row: CustomerRow): string => row.id;
  protected readonly fresh = NEW_CUSTOMER;
  protected readonly fields = computed(() => {
    this.locale.language();
    return fieldsOf('customer', {
      grades: this.codes.choices('customerGrade'),
      slaClasses: [],
      sites: [],
      word: (key) => this.transloco.translate(key),
    });
  });

  protected search(event: Event, text: string): void {
    event.preventDefault();
    void this.router.navigate([], { queryParams: { q: text.trim() === '' ? null : text.trim() } });
  }

  protected async add(values: RecordValues): Promise<void> {
    const made = Saved.safeParse(await this.editor.save('/api/v1/customers', values, null));
    if (made.success) await this.router.navigate(['/customers', made.data.id]);
  }

  protected async readOn(): Promise<void> {
    const shown = this.shown();
    const cursor = shown?.nextCursor ?? null;
    if (shown === undefined || cursor === null) return;
    this.readingOnFailed.set(undefined);
    try {
      const params = { ...this.params(), cursor };
      const next = answerOf(CustomerPage)(await firstValueFrom(this.http.get('/api/v1/customers', { params })));
      this.shown.set({ items: [...shown.items, ...next.items], nextCursor: next.nextCursor });
    } catch (error) {
      this.readingOnFailed.set(toFailure(error).code);
    }
  }
}

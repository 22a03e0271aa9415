import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ShelfList, type ShelfView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { watched } from '../../core/live/watched';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { ShelfForms } from './shelf-form';

/** What is put aside for a while: which alarms, why, until when and by whom. */
@Component({
  selector: 'lw-shelves-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    PageHeading,
    RouterLink,
    ShelfForms,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './shelves-page.html',
  styleUrl: './shelves-page.css',
})
export class ShelvesPage {
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly shelves = watched(() => ({ url: '/api/v1/alarm-shelves' }), answerOf(ShelfList), {
    alarms: () => true,
  });
  protected readonly identify = (shelf: ShelfView): string => shelf.id;
  /** The shelf that is about to be ended. */
  protected readonly asked = signal<string | undefined>(undefined);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  /** Its alarms are told again. */
  protected async end(id: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`/api/v1/alarm-shelves/${encodeURIComponent(id)}`));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
    this.asked.set(undefined);
    this.shelves.reload();
  }
}

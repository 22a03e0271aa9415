import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ShiftSheet } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ShiftFacts } from './shift-facts';

/** One shift sheet as it stood when it was handed over: read, signed by the next shift, printed. */
@Component({
  selector: 'lw-sheet-page',
  imports: [FailureNotice, InstantPipe, PageHeading, RouterLink, ShiftFacts, Skeleton, TranslocoPipe],
  templateUrl: './sheet-page.html',
  styleUrl: './shift.css',
})
export class SheetPage {
  readonly id = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly path = computed(() => `/api/v1/shift-sheets/${encodeURIComponent(this.id())}`);

  protected readonly sheet = httpResource(() => this.path(), { parse: answerOf(ShiftSheet) });
  protected readonly failure = computed(() => {
    const error = this.sheet.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async takeOver(): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`${this.path()}/take-over`, {}));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.sheet.reload();
    }
  }

  protected print(): void {
    globalThis.print();
  }
}

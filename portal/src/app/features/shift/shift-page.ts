import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Saved, ShiftNow, ShiftSheetPage } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { keptFresh } from '../../core/http/kept-fresh';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ShiftFacts } from './shift-facts';

const SHEETS = '/api/v1/shift-sheets';

/** The shift that is on: what it would leave to the next one now, the hand-over itself, and the sheets before. */
@Component({
  selector: 'lw-shift-page',
  imports: [FailureNotice, InstantPipe, PageHeading, RouterLink, ShiftFacts, Skeleton, TranslocoPipe],
  templateUrl: './shift-page.html',
  styleUrl: './shift.css',
})
export class ShiftPage {
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);

  protected readonly shift = keptFresh(httpResource(() => '/api/v1/shift', { parse: answerOf(ShiftNow) }));
  private readonly sheets = httpResource(() => SHEETS, { parse: answerOf(ShiftSheetPage) });
  private readonly older = signal<ShiftSheetPage['items']>([]);
  private readonly cursor = signal<string | null | undefined>(undefined);
  protected readonly past = computed(() =>
    this.sheets.hasValue() ? [...this.sheets.value().items, ...this.older()] : [],
  );
  /** Where the list goes on; null at its end. */
  protected readonly next = computed(() => {
    const read = this.cursor();
    return read === undefined && this.sheets.hasValue() ? this.sheets.value().nextCursor : (read ?? null);
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async handOver(event: Event, note: string): Promise<void> {
    event.preventDefault();
    if (note.trim() === '') return;
    await this.ask(async () => {
      const saved = Saved.parse(await firstValueFrom(this.http.post(SHEETS, { note })));
      await this.router.navigate(['/shift', saved.id]);
    });
    this.shift.reload();
  }

  protected async readOn(cursor: string): Promise<void> {
    await this.ask(async () => {
      const page = ShiftSheetPage.parse(await firstValueFrom(this.http.get(SHEETS, { params: { cursor } })));
      this.older.update((known) => [...known, ...page.items]);
      this.cursor.set(page.nextCursor);
    });
  }

  private async ask(act: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await act();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}

import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ESCALATION_HOURS, type NormForm, NormList as Norms, PRIORITIES, WorkingCalendarList } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Session } from '../../../core/auth/session';
import { CodeTables } from '../../../core/codes/code-tables';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { CalendarCard } from './calendar-card';
import { changedFigures, EMPTY_LIMIT, NORM_FIGURES, rulesOf, type TypedLimit, typedLimits } from './norm-figures';

/** The operator's norm of handling tickets: what holds now, what held before, and how it is changed. */
@Component({
  selector: 'lw-norms-page',
  imports: [CalendarCard, FailureNotice, InstantPipe, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './norms-page.html',
  styleUrl: './norms-page.css',
})
export class NormsPage {
  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly figures = NORM_FIGURES;
  protected readonly priorities = PRIORITIES;
  protected readonly hours = ESCALATION_HOURS;
  protected readonly priorityLists = ['updatePriorities', 'reportPriorities'] as const;
  protected readonly gradeLists = ['proactiveGrades', 'chronicGrades'] as const;
  protected readonly list = httpResource(() => '/api/v1/norms', { parse: answerOf(Norms) });
  protected readonly calendars = httpResource(() => '/api/v1/working-calendars', {
    parse: answerOf(WorkingCalendarList),
  });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  private readonly versions = computed(() => (this.list.hasValue() ? this.list.value().items : []));
  protected readonly current = computed(() => this.versions()[0]);
  /** The versions with what each of them changed. */
  protected readonly history = computed(() =>
    this.versions().map((norm, index) => {
      const before = this.versions()[index + 1];
      return { norm, changed: before === undefined ? [] : changedFigures(before.rules, norm.rules) };
    }),
  );
  protected readonly isEditing = signal(false);
  protected readonly limits = linkedSignal<TypedLimit[]>(() => {
    const current = this.current();
    return current === undefined ? [] : typedLimits(current.rules);
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly saved = signal<number | undefined>(undefined);

  protected edit(): void {
    this.refusal.set(undefined);
    this.saved.set(undefined);
    this.isEditing.set(true);
  }

  protected addLimit(): void {
    this.limits.update((limits) => [...limits, EMPTY_LIMIT]);
  }

  protected changeLimit(at: number, change: Partial<TypedLimit>): void {
    this.limits.update((limits) => limits.map((limit, index) => (index === at ? { ...limit, ...change } : limit)));
  }

  protected dropLimit(at: number): void {
    this.limits.update((limits) => limits.filter((_, index) => index !== at));
  }

  protected problemOf(name: string): boolean {
    return (this.refusal()?.fields ?? []).some(({ field }) => field.includes(name));
  }

  protected async save(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const current = this.current();
    if (current === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const said = new FormData(form);
    const comment = said.get('comment');
    const body: NormForm = {
      basedOn: current.version,
      comment: typeof comment === 'string' ? comment : '',
      rules: rulesOf(said, this.limits()),
    };
    try {
      await firstValueFrom(this.http.post('/api/v1/norms', body));
      this.isEditing.set(false);
      this.saved.set(current.version + 1);
      this.list.reload();
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}

import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type CircuitFacts, type MaintenanceWindowAction, WorkView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { CodeTables } from '../../core/codes/code-tables';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { LiveCursor } from '../../core/live/live-cursor';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { formatDelay, formatPercent } from '../../ui/format/quantities';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { WorkAnswersCard } from './work-answers-card';
import { WorkState } from './work-state';

const AGAIN_MS = 15_000;
/** Actions that the person has to explain. */
const WITH_REASON: readonly MaintenanceWindowAction[] = ['reject', 'cancel', 'fallback'];

/** One planned work: when and why, the own circuits on it, what was answered, and how the lines are afterwards. */
@Component({
  selector: 'lw-work-page',
  imports: [
    DurationPipe,
    FailureNotice,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    TranslocoPipe,
    WorkAnswersCard,
    WorkState,
  ],
  templateUrl: './work-page.html',
  styleUrl: './works.css',
})
export class WorkPage {
  readonly id = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly codes = inject(CodeTables);
  private readonly http = inject(HttpClient);
  private readonly title = inject(PageTitle);
  private readonly now = inject(Now);
  private readAt = this.now.ms();

  protected readonly path = computed(() => `/api/v1/works/${encodeURIComponent(this.id())}`);
  private readonly work = httpResource(() => this.path(), { parse: answerOf(WorkView) });
  /** Stays while it is read again. */
  protected readonly shown = linkedSignal<WorkView | undefined, WorkView | undefined>({
    source: () => (this.work.hasValue() ? this.work.value() : undefined),
    computation: (next, previous) => next ?? previous?.value,
  });
  protected readonly failure = computed(() => {
    const error = this.work.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** The step that waits for its reason. */
  protected readonly asked = signal<MaintenanceWindowAction | undefined>(undefined);
  protected readonly refused = signal<Failure | undefined>(undefined);
  protected readonly isBusy = signal(false);

  constructor() {
    const cursor = new LiveCursor({
      apply: () => undefined,
      changed: (records) => {
        if (records.some(({ kind, id }) => kind === 'work' && id === this.id())) this.reload();
      },
      reload: () => {
        this.reload();
      },
    });
    cursor.begin();
    cursor.ready();
    // The clock alone makes a work startable, overdue or overrun: of that no change is told.
    effect(() => {
      const now = this.now.calm();
      untracked(() => {
        const state = this.shown()?.state;
        if (now - this.readAt < AGAIN_MS || (state !== 'scheduled' && state !== 'inProgress')) return;
        this.reload();
      });
    });
    effect(() => {
      const work = this.shown();
      if (work !== undefined) this.title.say(`${work.number} ${work.title}`);
    });
  }

  protected reload(): void {
    this.readAt = this.now.ms();
    this.work.reload();
  }

  protected lengthOf({ plannedStart, plannedEnd }: WorkView): number {
    return Date.parse(plannedEnd) - Date.parse(plannedStart);
  }

  /** The figures beside the state, as texts. */
  protected figures({ utilisation, latencyUs, lossPct }: CircuitFacts): Record<string, string> {
    return {
      utilisation: formatPercent(utilisation),
      latency: formatDelay(latencyUs),
      loss: formatPercent(lossPct),
    };
  }

  protected begin(action: MaintenanceWindowAction): void {
    this.refused.set(undefined);
    if (WITH_REASON.includes(action)) this.asked.set(action);
    else void this.step(action, null, null);
  }

  protected sendReason(event: Event, reason: string): void {
    event.preventDefault();
    const action = this.asked();
    if (action !== undefined) void this.step(action, reason, null);
  }

  private async step(action: MaintenanceWindowAction, reason: string | null, result: string | null): Promise<void> {
    const version = this.shown()?.version;
    if (version === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    try {
      await firstValueFrom(this.http.post(`${this.path()}/steps`, { action, reason, result, version }));
      this.asked.set(undefined);
      this.refused.set(undefined);
    } catch (error) {
      this.refused.set(toFailure(error));
    }
    this.isBusy.set(false);
    // Also after a refusal: what somebody else did meanwhile has to be seen.
    this.reload();
  }
}

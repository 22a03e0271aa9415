import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { FaultDetail } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { watched } from '../../core/live/watched';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { FaultSentence } from '../../ui/fault/fault-sentence';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Severity } from '../../ui/severity/severity';
import { Status } from '../../ui/status/status';
import { FaultNote } from './fault-note';
import { FaultStory } from './fault-story';

/** How much of the time around a fault its circuit is shown with. */
const AROUND_MS = 1_800_000;

/** One fault: what, since when, what is being done, and the story of it in the order of time. */
@Component({
  selector: 'lw-fault-page',
  imports: [
    DurationPipe,
    FailureNotice,
    FaultNote,
    FaultSentence,
    FaultStory,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Severity,
    Skeleton,
    Status,
    TranslocoPipe,
  ],
  templateUrl: './fault-page.html',
  styleUrl: './fault-page.css',
})
export class FaultPage {
  readonly id = input.required<string>();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly session = inject(Session);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);

  private readonly path = computed(() => `/api/v1/faults/${encodeURIComponent(this.id())}`);
  protected readonly detail = watched(() => ({ url: this.path() }), answerOf(FaultDetail), {
    records: ({ id }) => id === this.id(),
  });
  /** What is kept of a fault that was looked at before is not this one. */
  protected readonly fault = computed(() => {
    const fault = this.detail.shown();
    return fault?.id === this.id() ? fault : undefined;
  });
  protected readonly isUnknown = computed(() => this.detail.failure()?.status === 404 && this.fault() === undefined);
  protected readonly lasted = computed(() => {
    const fault = this.fault();
    if (fault === undefined) return 0;
    return (fault.until === null ? this.now.ms() : Date.parse(fault.until)) - Date.parse(fault.since);
  });
  /** The circuit's page with the time of the fault in its middle. */
  protected readonly around = computed(() => {
    const fault = this.fault();
    if (fault === undefined) return {};
    const from = String(Date.parse(fault.since) - AROUND_MS);
    return { from, to: fault.until === null ? 'now' : String(Date.parse(fault.until) + AROUND_MS) };
  });

  constructor() {
    effect(() => {
      const fault = this.fault();
      this.locale.language();
      if (fault === undefined) return;
      const kind = this.transloco.translate(`faultKind.${fault.kind}`);
      this.title.say(`${kind} – ${fault.circuit.alias ?? fault.circuit.name}`);
    });
  }
}

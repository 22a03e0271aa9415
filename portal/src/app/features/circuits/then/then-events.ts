import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { EventsThen } from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';

/** What went on at an instant of the past: the faults that were open, as known then and today, and the works that ran. */
@Component({
  selector: 'lw-then-events',
  imports: [FailureNotice, InstantPipe, RouterLink, Skeleton, Status, TranslocoPipe],
  templateUrl: './then-events.html',
  styleUrl: './then-events.css',
})
export class ThenEvents {
  /** The instant, ms. */
  readonly at = input.required<number>();
  /** Of one circuit alone; undefined: of all. */
  readonly circuitId = input<string>();

  protected readonly locale = inject(Locale);
  private readonly read = httpResource(
    () => {
      const circuitId = this.circuitId();
      return {
        url: '/api/v1/then/events',
        params: { at: this.at(), ...(circuitId !== undefined && { circuitId }) },
      };
    },
    { parse: answerOf(EventsThen) },
  );
  protected readonly events = computed(() => (this.read.hasValue() ? this.read.value() : undefined));
  protected readonly failure = computed(() => {
    const error = this.read.error();
    return error === undefined ? undefined : toFailure(error);
  });

  protected reload(): void {
    this.read.reload();
  }
}

import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type SlaContractNorm, SlaNorms } from '@linewatch/shared';
import { httpResource } from '@angular/common/http';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';

/** How the tickets of a month kept the norm, contract by contract; each number opens to its tickets. */
@Component({
  selector: 'lw-norms-card',
  imports: [FailureNotice, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './norms-card.html',
  styleUrl: './sla.css',
})
export class NormsCard {
  readonly month = input.required<string>();

  protected readonly locale = inject(Locale);
  protected readonly list = httpResource(() => ({ url: '/api/v1/sla/norms', params: { month: this.month() } }), {
    parse: answerOf(SlaNorms),
  });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });

  /** Without a promise nothing is judged. */
  protected verdictOf({ isMet }: SlaContractNorm): 'met' | 'missed' | 'none' {
    return isMet === null ? 'none' : isMet ? 'met' : 'missed';
  }
}

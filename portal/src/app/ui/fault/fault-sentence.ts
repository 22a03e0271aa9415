import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FaultView } from '@linewatch/shared';

type Told = Pick<FaultView, 'reason' | 'side' | 'suspected' | 'facts'>;

/** What is wrong, in one sentence of the reader's language: which end, what, how much, and on whose side likely. */
@Component({
  selector: 'lw-fault-sentence',
  imports: [TranslocoPipe],
  // One interpolation, so that no space stands before a comma.
  template: `{{
    ('faultReason.' + fault().reason | transloco: { side: fault().side ?? 'none' }) +
      (measured() ? ('faultSentence.measured' | transloco: measured()) : '') +
      (breaks() ? ('faultSentence.breaks' | transloco: { count: breaks() }) : '') +
      (fault().suspected === 'UNKNOWN' ? '' : ('faultSentence.suspected.' + fault().suspected | transloco))
  }}`,
})
export class FaultSentence {
  readonly fault = input.required<Told>();

  protected readonly measured = computed(() => {
    const { observed, level, unit } = this.fault().facts;
    return observed === undefined || level === undefined ? undefined : { observed, level, unit: unit ?? '' };
  });
  protected readonly breaks = computed(() => this.fault().facts['breaks']);
}

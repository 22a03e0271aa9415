import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FaultView } from '@linewatch/shared';

type Told = Pick<FaultView, 'reason' | 'side' | 'suspected' | 'facts'>;

/** What is wrong, in one sentence of the reader's language: which end, what, how much, and on whose side likely. */
@Component({
  selector: 'lw-fault-sentence',
  imports: [TranslocoPipe],
  template: `
    <span>{{ 'faultReason.' + fault().reason | transloco: { side: fault().side ?? 'none' } }}</span>
    @if (measured(); as values) {
      <span>{{ 'faultSentence.measured' | transloco: values }}</span>
    }
    @if (breaks(); as count) {
      <span>{{ 'faultSentence.breaks' | transloco: { count } }}</span>
    }
    @if (fault().suspected !== 'UNKNOWN') {
      <span>{{ 'faultSentence.suspected.' + fault().suspected | transloco }}</span>
    }
  `,
  // So that no space stands before a comma.
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      white-space: pre-wrap;
    }
  `,
})
export class FaultSentence {
  readonly fault = input.required<Told>();

  protected readonly measured = computed(() => {
    const { observed, level, unit } = this.fault().facts;
    return observed === undefined || level === undefined ? undefined : { observed, level, unit: unit ?? '' };
  });
  protected readonly breaks = computed(() => this.fault().facts['breaks']);
}

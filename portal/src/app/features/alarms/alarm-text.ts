import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { AlarmView } from '@linewatch/shared';

/** What an alarm says: what happened, to what, and how much of it. */
@Component({
  selector: 'lw-alarm-text',
  imports: [TranslocoPipe],
  template: `{{
    ('alarmCode.' + alarm().code | transloco) + (measured() ? ('faultSentence.measured' | transloco: measured()) : '')
  }}`,
})
export class AlarmText {
  readonly alarm = input.required<Pick<AlarmView, 'code' | 'facts'>>();

  protected readonly measured = computed(() => {
    const { observed, level, unit } = this.alarm().facts;
    return observed === undefined || level === undefined ? undefined : { observed, level, unit: unit ?? '' };
  });
}

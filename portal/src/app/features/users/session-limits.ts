import { Component, computed, input, output } from '@angular/core';
import { SESSION_BOUNDS } from '@linewatch/shared';
import { TimeLimitChoice } from './time-limit-choice';

/** In the order in which they are offered. */
const LIMITS = [
  { name: 'idleMinutes', unit: 'minutes' },
  { name: 'watchIdleMinutes', unit: 'minutes' },
  { name: 'absoluteHours', unit: 'hours' },
] as const;
type Limit = (typeof LIMITS)[number]['name'];
type Limits = Readonly<Partial<Record<Limit, number>>>;

/** How long sessions last: the times of a policy, those that it has. */
@Component({
  selector: 'lw-session-limits',
  imports: [TimeLimitChoice],
  template: `
    @for (each of shown(); track each.name) {
      <lw-time-limit-choice
        [name]="each.name"
        [unit]="each.unit"
        [value]="each.value"
        [bounds]="bounds[each.name]"
        (chosen)="choose(each.name, $event)"
      />
    }
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class SessionLimits {
  readonly limits = input.required<Limits>();
  readonly chosen = output<Limits>();

  protected readonly bounds = SESSION_BOUNDS;
  protected readonly shown = computed(() => {
    const limits = this.limits();
    return LIMITS.flatMap((each) => {
      const value = limits[each.name];
      return value === undefined ? [] : [{ ...each, value }];
    });
  });

  protected choose(name: Limit, value: number): void {
    this.chosen.emit({ [name]: value });
  }
}

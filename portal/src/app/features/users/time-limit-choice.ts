import { Component, computed, input, output } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** What people say when they name a time; the bounds decide which of them are offered. */
const USUAL = { minutes: [5, 10, 15, 20, 30, 60, 120, 240, 480], hours: [1, 2, 4, 6, 8, 10, 12] } as const;

/** One time of the sign-in policy, chosen among the usual ones within its bounds. */
@Component({
  selector: 'lw-time-limit-choice',
  imports: [TranslocoPipe],
  template: `
    <label>
      {{ 'policy.' + name() | transloco }}
      <select #choice class="lw-field" (change)="chosen.emit(toNumber(choice.value))">
        @for (each of choices(); track each) {
          <option [value]="each" [selected]="each === value()">
            @if (unit() === 'minutes' && each > 60 && each % 60 === 0) {
              {{ 'policy.hours' | transloco: { count: each / 60 } }}
            } @else {
              {{ 'policy.' + unit() | transloco: { count: each } }}
            }
          </option>
        }
      </select>
    </label>
  `,
  styles: `
    label {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
      max-width: 460px;
      min-height: 40px;
      padding-block: 2px;
    }
  `,
})
export class TimeLimitChoice {
  readonly name = input.required<'idleMinutes' | 'watchIdleMinutes' | 'absoluteHours'>();
  readonly unit = input.required<'minutes' | 'hours'>();
  readonly value = input.required<number>();
  readonly bounds = input.required<{ readonly min: number; readonly max: number }>();
  readonly chosen = output<number>();

  /** What was set by other means stays in the list. */
  protected readonly choices = computed(() => {
    const { min, max } = this.bounds();
    const usual = USUAL[this.unit()].filter((each) => each >= min && each <= max);
    return [...new Set([...usual, this.value()])].sort((one, other) => one - other);
  });

  protected toNumber(text: string): number {
    return Number(text);
  }
}

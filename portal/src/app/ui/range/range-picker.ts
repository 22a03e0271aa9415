import { Component, computed, input, output } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Icon } from '../icon/icon';
import { type RangeText, shifted, type SpanKey, spanOf, SPANS, spanText, type TimeRange } from './time-range';

/** Chooses the time that charts and lists of a page show. */
@Component({
  selector: 'lw-range-picker',
  imports: [Icon, TranslocoPipe],
  template: `
    <div class="picker" role="group" [attr.aria-label]="'range.label' | transloco">
      <button type="button" class="lw-button" (click)="shift(-1)" [attr.aria-label]="'range.earlier' | transloco">
        <lw-icon name="left" />
      </button>
      @for (span of spans; track span.key) {
        <button type="button" class="lw-button" [attr.aria-pressed]="span.key === chosen()" (click)="choose(span.key)">
          {{ 'range.' + span.key | transloco }}
        </button>
      }
      <button
        type="button"
        class="lw-button"
        [disabled]="range().live"
        (click)="shift(1)"
        [attr.aria-label]="'range.later' | transloco"
      >
        <lw-icon name="right" />
      </button>
    </div>
  `,
  styles: `
    .picker {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
    }
    .lw-button {
      padding: 4px 10px;
      min-width: 36px;
    }
  `,
})
export class RangePicker {
  readonly range = input.required<TimeRange>();
  readonly now = input.required<number>();
  readonly rangeChange = output<RangeText>();

  protected readonly spans = SPANS;
  protected readonly chosen = computed(() => spanOf(this.range()));

  protected choose(key: SpanKey): void {
    this.rangeChange.emit(spanText(key));
  }

  protected shift(by: 1 | -1): void {
    this.rangeChange.emit(shifted(this.range(), by, this.now()));
  }
}

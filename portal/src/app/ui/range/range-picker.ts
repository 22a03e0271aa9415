import { Component, computed, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Icon } from '../icon/icon';
import { fromLocalText, toLocalText } from './local-time';
import {
  isShowable,
  type RangeText,
  shifted,
  type SpanKey,
  spanOf,
  SPANS,
  spanText,
  type TimeRange,
  zoomedOut,
} from './time-range';

/** Chooses the time that charts and lists of a page show: a span up to now, any two moments, earlier, later, wider. */
@Component({
  selector: 'lw-range-picker',
  imports: [Icon, TranslocoPipe],
  templateUrl: './range-picker.html',
  styleUrl: './range-picker.css',
})
export class RangePicker {
  readonly range = input.required<TimeRange>();
  readonly now = input.required<number>();
  /** The zone that moments are entered in. */
  readonly zone = input.required<string>();
  readonly rangeChange = output<RangeText>();

  protected readonly spans = SPANS;
  protected readonly chosen = computed(() => spanOf(this.range()));
  protected readonly isOpen = signal(false);
  protected readonly isRefused = signal(false);
  protected readonly fromText = computed(() => toLocalText(this.range().from, this.zone()));
  protected readonly toText = computed(() => toLocalText(this.range().to, this.zone()));

  protected choose(key: SpanKey): void {
    this.rangeChange.emit(spanText(key));
  }

  protected shift(by: 1 | -1): void {
    this.rangeChange.emit(shifted(this.range(), by, this.now()));
  }

  protected widen(): void {
    this.rangeChange.emit(zoomedOut(this.range(), this.now()));
  }

  protected enter(event: Event, fromText: string, toText: string): void {
    event.preventDefault();
    const from = fromLocalText(fromText, this.zone());
    const to = fromLocalText(toText, this.zone());
    const isGood = from !== undefined && to !== undefined && isShowable(from, to);
    this.isRefused.set(!isGood);
    if (!isGood) return;
    this.isOpen.set(false);
    this.rangeChange.emit({ from: String(from), to: String(to) });
  }
}

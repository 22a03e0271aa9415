import { Component, computed, input } from '@angular/core';
import { formatPercent } from '../format/quantities';

/** From here on a line is nearly full, and says so by more than its length. */
const HIGH_PERCENT = 80;

/** A share of the contracted bandwidth as a bar with its number. Nothing read: nothing drawn. */
@Component({
  selector: 'lw-utilisation',
  host: { '[class.high]': 'isHigh()' },
  template: `
    <span class="track" aria-hidden="true"><span class="part" [style.width]="width()"></span></span>
    <span class="text">{{ text() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      width: 100%;
      min-width: 96px;
    }
    .track {
      flex: 1;
      height: 6px;
      border-radius: 3px;
      overflow: hidden;
      background: color-mix(in srgb, var(--lw-muted) 22%, transparent);
    }
    .part {
      display: block;
      height: 100%;
      border-radius: 3px;
      background: var(--lw-series-in);
    }
    .text {
      min-width: 3.6em;
      text-align: right;
      white-space: nowrap;
    }
    :host(.high) .part {
      background: var(--lw-degraded);
    }
    :host(.high) .text {
      color: var(--lw-degraded);
      font-weight: 600;
    }
  `,
})
export class UtilisationBar {
  /** Percent of the contract; null when nothing valid was read. */
  readonly percent = input.required<number | null>();

  protected readonly isHigh = computed(() => (this.percent() ?? 0) >= HIGH_PERCENT);
  protected readonly text = computed(() => formatPercent(this.percent()));
  protected readonly width = computed(() => `${String(Math.min(100, Math.max(0, this.percent() ?? 0)))}%`);
}

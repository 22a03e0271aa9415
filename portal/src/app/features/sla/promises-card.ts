import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { SlaDegradedPiece, SlaNorm, SlaQuality } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { stretchText, type RangeText } from '../../ui/range/time-range';

const UNITS = { LATENCY: 'ms', LOSS: '%', JITTER: 'ms' } as const;
const AROUND_MS = 15 * 60_000;

/** What is promised of a month beside its availability: latency, loss and jitter, and the norm of tickets. */
@Component({
  selector: 'lw-promises-card',
  imports: [DurationPipe, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './promises-card.html',
  styleUrl: './sla.css',
})
export class PromisesCard {
  protected readonly locale = inject(Locale);
  readonly circuitId = input.required<string>();
  readonly timeZone = input.required<string>();
  readonly quality = input.required<SlaQuality | null>();
  readonly norm = input.required<SlaNorm | null>();
  protected readonly units = UNITS;

  protected lookOf(isMet: boolean | null): string {
    return isMet === null ? 'none' : isMet ? 'met' : 'missed';
  }

  /** Where the measurements of a piece are drawn, with a little of what lay around it. */
  protected around({ from, to }: SlaDegradedPiece): RangeText {
    return stretchText(Date.parse(from) - AROUND_MS, Date.parse(to) + AROUND_MS);
  }
}

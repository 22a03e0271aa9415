import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportNumbers } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { minutesOf } from './report-part';

/** What happened in the time of a report: outages, works, and tickets with the clocks that they kept. */
@Component({
  selector: 'lw-report-records',
  imports: [DurationPipe, InstantPipe, RouterLink, TranslocoPipe],
  templateUrl: './report-records.html',
  styleUrl: './reports.css',
})
export class ReportRecords {
  readonly numbers = input.required<ReportNumbers>();

  protected readonly locale = inject(Locale);
  protected readonly minutesOf = minutesOf;

  /** The tickets of which one clock was not kept. */
  protected missedOf(timer: ReportNumbers['norms'][number]['timer']): ReportNumbers['tickets'] {
    return this.numbers().tickets.filter(({ missed }) => missed.includes(timer));
  }
}

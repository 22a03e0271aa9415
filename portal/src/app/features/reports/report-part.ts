import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportPart as Part, ReportRow } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';

/** What the period of a report is called: its month, or its first and last day. */
export function reportPeriod({ month, dates }: Pick<ReportRow, 'month' | 'dates'>): string {
  return dates === null ? month : `${dates.from} – ${dates.to}`;
}

/** Minutes with one place. */
export function minutesOf(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}

/** Which lines a report is about, where it is not all of them. */
@Component({
  selector: 'lw-report-part',
  imports: [TranslocoPipe],
  template: `
    @if (part()?.site; as site) {
      · {{ 'reports.partOfSite' | transloco: { site: locale.pick(site.nameZh, site.nameEn) } }}
    } @else if (part()) {
      · {{ 'reports.partOfCircuits' | transloco: { circuits: part()?.circuits ?? 0 } }}
    }
  `,
})
export class ReportPart {
  readonly part = input.required<Part | null>();

  protected readonly locale = inject(Locale);
}

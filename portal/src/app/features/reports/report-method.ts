import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportNumbers } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';

/** By which rules the figures of a report were reckoned, and how much of its time nobody knows. */
@Component({
  selector: 'lw-report-method',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    @let told = numbers();
    <h3>{{ 'reports.method' | transloco }}</h3>
    <ul class="advice">
      <li>
        {{
          'reports.methodPeriod'
            | transloco
              : {
                  from: (told.from | lwInstant: locale.language() : told.timeZone : 'minute'),
                  to: (told.to | lwInstant: locale.language() : told.timeZone : 'minute'),
                  zone: told.timeZone,
                }
        }}
      </li>
      <li>{{ 'reports.methodUnknown' | transloco: { percent: told.summary.unknownPercent } }}</li>
      @for (terms of told.terms; track $index) {
        <li>
          {{
            'reports.methodTerms'
              | transloco
                : {
                    name: terms.name,
                    zone: terms.timeZone,
                    noData: ('noDataPolicy.' + terms.noDataPolicy | transloco),
                    denominator: ('slaDenominator.' + terms.denominator | transloco),
                    seconds: terms.minOutageS,
                  }
          }}
        </li>
      }
      <li>{{ 'reports.methodRounding' | transloco }}</li>
      <li>{{ 'sla95.method' | transloco }} {{ 'reports.methodLoad' | transloco }}</li>
      <li>{{ 'reports.methodTickets' | transloco }}</li>
    </ul>
  `,
  styleUrl: './reports.css',
})
export class ReportMethod {
  readonly numbers = input.required<ReportNumbers>();

  protected readonly locale = inject(Locale);
}

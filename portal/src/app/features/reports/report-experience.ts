import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportNumbers } from '@linewatch/shared';

/** What was measured of lines, and what was said of tickets; of neither in reports of before they were told of. */
@Component({
  selector: 'lw-report-experience',
  imports: [RouterLink, TranslocoPipe],
  template: `
    @if (numbers().quality) {
      <h3>{{ 'reports.quality' | transloco }}</h3>
      <ul class="records">
        @for (line of told(); track line.circuitId) {
          <li>
            <a [routerLink]="['/sla/circuits', line.circuitId]" [queryParams]="{ month: numbers().month }">{{
              line.alias ?? line.name
            }}</a>
            @for (each of line.metrics; track each.metric) {
              <span>
                {{ 'reports.metric.' + each.metric | transloco }}
                @if (each.mean === null) {
                  {{ 'reports.notMeasured' | transloco }}
                } @else {
                  {{ 'reports.meanWorst' | transloco: { mean: each.mean, worst: each.worst ?? '—' } }}
                }
                @if (each.target; as target) {
                  · {{ 'reports.promisedAtMost' | transloco: { target } }}
                }
                @if (each.isMet !== null) {
                  · {{ (each.isMet ? 'reports.met' : 'reports.missed') | transloco }}
                }
              </span>
            }
            @if (line.gap !== null) {
              <span class="lw-muted">{{ 'reports.gap' | transloco: { gap: line.gap } }}</span>
            }
          </li>
        }
        @if (silent() > 0) {
          <li>{{ 'reports.silentLines' | transloco: { count: silent() } }}</li>
        } @else if (told().length === 0) {
          <li>{{ 'reports.noQuality' | transloco }}</li>
        }
      </ul>
    }
    @if (numbers().satisfaction; as said) {
      <h3>{{ 'reports.satisfaction' | transloco }}</h3>
      @if (said.rated === 0) {
        <p>{{ 'reports.unrated' | transloco }}</p>
      } @else {
        <dl class="facts">
          <div>
            <dt>{{ 'reports.rated' | transloco }}</dt>
            <dd>{{ said.rated }} / {{ numbers().summary.tickets }}</dd>
          </div>
          @for (each of said.steps; track each.step) {
            <div>
              <dt>{{ 'ratedStep.' + each.step | transloco }}</dt>
              <dd>{{ each.mean ?? '—' }} / 5 ({{ each.count }})</dd>
            </div>
          }
        </dl>
      }
      @if (said.callBacks > 0) {
        <p>{{ 'reports.callBacks' | transloco: { count: said.callBacks, open: said.openCallBacks } }}</p>
      }
    }
  `,
  styleUrl: './reports.css',
})
export class ReportExperience {
  readonly numbers = input.required<ReportNumbers>();

  /** Lines of which something was measured or promised; of the others there is nothing to read line by line. */
  protected readonly told = computed(() =>
    (this.numbers().quality ?? []).filter(({ metrics }) =>
      metrics.some(({ mean, target }) => mean !== null || target !== null),
    ),
  );
  protected readonly silent = computed(() => (this.numbers().quality ?? []).length - this.told().length);
}

import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ReportCircuit, ReportNumbers } from '@linewatch/shared';
import { PercentPipe, RatePipe } from '../../ui/format/pipes';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';

/** The circuits of a report: the promise and what became of it, and what they carried. */
@Component({
  selector: 'lw-report-circuits',
  imports: [PercentPipe, RatePipe, RouterLink, Table, TableColumn, TranslocoPipe],
  template: `
    <h3>{{ 'reports.circuits' | transloco }}</h3>
    @let rows = numbers().circuits;
    <lw-table [rows]="rows" [caption]="'reports.circuits' | transloco" [identify]="identify">
      <ng-template [lwColumn]="rows" name="circuit" [label]="'title.circuits' | transloco" let-row>
        <a
          class="row-link"
          [routerLink]="['/sla/circuits', row.circuitId]"
          [queryParams]="{ month: numbers().month }"
          >{{ row.alias ?? row.name }}</a
        >
        <span class="lw-code block">{{ row.code }}</span>
      </ng-template>
      <ng-template [lwColumn]="rows" name="verdict" [label]="'sla.verdict' | transloco" let-row>
        {{ (row.isMet === null ? 'reports.open' : row.isMet ? 'reports.met' : 'reports.missed') | transloco }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="percent" [label]="'sla.contractual' | transloco" [numeric]="true" let-row>
        {{ row.contractual.percent === null ? '—' : row.contractual.percent + ' %' }}
        @if (row.withoutDisputed; as disputed) {
          <span class="lw-muted block">{{
            'reports.withoutDisputed' | transloco: { percent: disputed.percent ?? '—' }
          }}</span>
        }
      </ng-template>
      <ng-template [lwColumn]="rows" name="target" [label]="'sla.target' | transloco" [numeric]="true" let-row>
        {{ row.target === null ? '—' : row.target + ' %' }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="before" [label]="'reports.before' | transloco" [numeric]="true" let-row>
        {{ row.before === null ? '—' : row.before + ' %' }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="outages" [label]="'reports.outages' | transloco" [numeric]="true" let-row>
        {{ row.outages }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="in" [label]="'reports.p95In' | transloco" [numeric]="true" let-row>
        {{ row.traffic.inP95Bps | lwRate }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="out" [label]="'reports.p95Out' | transloco" [numeric]="true" let-row>
        {{ row.traffic.outP95Bps | lwRate }}
      </ng-template>
      <ng-template [lwColumn]="rows" name="load" [label]="'reports.utilisation' | transloco" [numeric]="true" let-row>
        {{ row.traffic.utilisation | lwPercent }}
      </ng-template>
    </lw-table>
  `,
  styleUrl: './reports.css',
})
export class ReportCircuits {
  readonly numbers = input.required<ReportNumbers>();

  protected readonly identify = ({ circuitId }: ReportCircuit): string => circuitId;
}

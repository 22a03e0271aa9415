import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CircuitPage,
  CustomerPage,
  CustomerView,
  monthOf,
  REPORT_CIRCUITS_MOST,
  ReportView,
  shiftMonth,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';

const REPORTS = '/api/v1/reports';
const ZONE = 'Asia/Shanghai';
const CUSTOMERS_SHOWN = 500;
const CIRCUITS_SHOWN = 50;
const DAYS_USUAL = 6;
const readReport = answerOf(ReportView);
const readCircuits = answerOf(CircuitPage);

/** Says what a report is to be about: whose, of when, of which lines. */
@Component({
  selector: 'lw-report-builder',
  imports: [TranslocoPipe],
  templateUrl: './report-builder.html',
  styleUrl: './reports.css',
})
export class ReportBuilder {
  /** The id of the report that is being made now. */
  readonly begun = output<string>();

  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly customers = httpResource(
    () => ({ url: '/api/v1/customers', params: { limit: CUSTOMERS_SHOWN } }),
    { parse: answerOf(CustomerPage) },
  );
  private readonly chosen = signal<string | undefined>(undefined);
  protected readonly customer = computed(
    () => this.chosen() ?? (this.customers.hasValue() ? this.customers.value().items[0]?.id : undefined),
  );
  private readonly file = httpResource(
    () => {
      const customer = this.customer();
      return customer === undefined ? undefined : `/api/v1/customers/${customer}`;
    },
    { parse: answerOf(CustomerView) },
  );
  protected readonly sites = computed(() => (this.file.hasValue() ? this.file.value().sites : []));
  protected readonly span = signal<'month' | 'dates'>('month');
  protected readonly lines = signal<'all' | 'site' | 'circuits'>('all');
  protected readonly wanted = signal('');
  private readonly found = httpResource(
    () => {
      const q = this.wanted().trim();
      if (this.lines() !== 'circuits') return undefined;
      return { url: '/api/v1/circuits', params: { sort: 'code', limit: CIRCUITS_SHOWN, ...(q !== '' && { q }) } };
    },
    { parse: readCircuits },
  );
  /** By id: what was ticked stays when something else is looked for. */
  private readonly ticked = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly circuits = computed(() => {
    const rows = this.found.hasValue() ? this.found.value().items : [];
    const own = rows.filter(({ customerId }) => customerId === this.customer());
    const shown = new Map(own.map(({ id, code, name, alias }) => [id, `${alias ?? name} ${code}`]));
    return [...new Map([...this.ticked(), ...shown])].map(([id, label]) => ({ id, label }));
  });
  protected readonly tickedCount = computed(() => this.ticked().size);
  protected readonly most = REPORT_CIRCUITS_MOST;
  /** The month that is over is the one that is usually wanted. */
  protected readonly thisMonth = monthOf(Date.now(), ZONE);
  protected readonly lastMonth = shiftMonth(this.thisMonth, -1);
  protected readonly today = localDay(Date.now());
  protected readonly weekAgo = localDay(Date.now() - DAYS_USUAL * 86_400_000);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected choose(customer: string): void {
    this.chosen.set(customer);
    this.ticked.set(new Map());
  }

  protected isTicked(id: string): boolean {
    return this.ticked().has(id);
  }

  protected tick(id: string, label: string, isOn: boolean): void {
    const next = new Map(this.ticked());
    if (isOn) next.set(id, label);
    else next.delete(id);
    this.ticked.set(next);
  }

  protected async request(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    const form = new FormData(event.target as HTMLFormElement);
    const period =
      this.span() === 'month'
        ? { month: form.get('month') }
        : { dates: { from: form.get('from'), to: form.get('to') } };
    const part = { all: {}, site: { site: form.get('site') }, circuits: { circuits: [...this.ticked().keys()] } };
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const body = { customerId: this.customer(), ...period, ...part[this.lines()] };
      this.begun.emit(readReport(await firstValueFrom(this.http.post(REPORTS, body))).id);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}

function localDay(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: ZONE }).format(at);
}

import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { CircuitView, CustomerPage, CustomerView, Saved } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { CodeTables } from '../../../core/codes/code-tables';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { NotFoundPage } from '../../../core/not-found/not-found-page';
import { toLocalInput } from '../../../ui/format/local-time';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import type { RecordValues } from '../../../ui/record/record-field';
import { RecordForm, type RecordRefusal } from '../../../ui/record/record-form';
import { choicesOf, fieldsOf, formField, formOf, NEW_CIRCUIT, NEW_ENDS, valuesOf } from './circuit-fields';
import { WiredDevices } from './wired-devices';

const CUSTOMERS_OFFERED = 500;
const readSaved = answerOf(Saved);

/** A new circuit of a customer, or the facts of one that is there, with both ends and the ports they are watched at. */
@Component({
  selector: 'lw-circuit-record-page',
  imports: [FailureNotice, NotFoundPage, PageHeading, RecordForm, RouterLink, Skeleton, TranslocoPipe],
  providers: [WiredDevices],
  templateUrl: './circuit-record-page.html',
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
  `,
  styleUrl: '../../../ui/form/form.css',
})
export class CircuitRecordPage {
  /** The circuit that is changed; absent for a new one. */
  readonly id = input<string>();
  /** Whose a new circuit is to be. */
  readonly customer = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly codes = inject(CodeTables);
  private readonly wired = inject(WiredDevices);
  protected readonly locale = inject(Locale);

  protected readonly circuit = httpResource(
    () => (this.id() === undefined ? undefined : `/api/v1/circuits/${encodeURIComponent(this.id() ?? '')}`),
    { parse: answerOf(CircuitView) },
  );
  private readonly customerId = computed(() =>
    this.circuit.hasValue() ? this.circuit.value().customerId : this.id() === undefined ? this.customer() : undefined,
  );
  protected readonly owner = httpResource(
    () => {
      const id = this.customerId();
      return id === undefined ? undefined : `/api/v1/customers/${encodeURIComponent(id)}`;
    },
    { parse: answerOf(CustomerView) },
  );
  /** Offered while nobody has said whose the new circuit is. */
  protected readonly customers = httpResource(
    () =>
      this.id() === undefined && this.customer() === undefined
        ? { url: '/api/v1/customers', params: { limit: CUSTOMERS_OFFERED } }
        : undefined,
    { parse: answerOf(CustomerPage) },
  );
  protected readonly failure = computed(() => {
    const error = this.circuit.error() ?? this.owner.error() ?? this.customers.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly refusal = signal<RecordRefusal | undefined>(undefined);
  protected readonly isBusy = signal(false);

  private readonly ends = computed(() =>
    this.circuit.hasValue()
      ? this.circuit.value().endFacts.toSorted((one, other) => one.side.localeCompare(other.side))
      : undefined,
  );
  protected readonly record = computed<RecordValues>(() => {
    if (!this.circuit.hasValue() || !this.owner.hasValue()) return NEW_CIRCUIT;
    const circuit = this.circuit.value();
    const { timeZone } = this.owner.value();
    const firstDay =
      circuit.activatedAt === null ? '' : toLocalInput(Date.parse(circuit.activatedAt), timeZone).slice(0, 10);
    return valuesOf(circuit, this.ends() ?? [], firstDay);
  });
  /** Devices that were typed since, by the name of their field. */
  private readonly typedDevices = signal<RecordValues>({});
  protected readonly fields = computed(() => {
    this.locale.language();
    if (!this.owner.hasValue()) return [];
    const { contracts, sites } = choicesOf(this.owner.value(), (zh, en) => this.locale.pick(zh, en));
    const devices = { ...this.record(), ...this.typedDevices() };
    return fieldsOf(this.ends() ?? NEW_ENDS, {
      codes: (domain) => this.codes.choices(domain),
      ...{ contracts, sites, devices: this.wired.devices() },
      interfaces: (end) => this.wired.interfacesOf(devices[`end${String(end)}.device`] ?? ''),
      hasFirstDay: !this.circuit.hasValue() || this.circuit.value().activatedAt !== null,
      word: (key, values) => this.transloco.translate(key, values),
    });
  });
  /** Where one comes from and goes back to. */
  protected readonly back = computed(() =>
    this.id() === undefined ? ['/customers', this.customer() ?? ''] : ['/circuits', this.id() ?? ''],
  );

  constructor() {
    effect(() => {
      const record = this.record();
      if (this.wired.devices().length === 0) return;
      untracked(() => {
        for (const [name, value] of Object.entries(record)) this.typed({ name, value });
      });
    });
  }

  protected typed({ name, value }: { readonly name: string; readonly value: string }): void {
    if (!name.endsWith('.device')) return;
    this.typedDevices.update((known) => ({ ...known, [name]: value }));
    void this.wired.readInterfaces(value);
  }

  protected choose(customer: string): void {
    if (customer !== '') void this.router.navigate([], { queryParams: { customer } });
  }

  protected async save(values: RecordValues): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const id = this.id();
    const path = id === undefined ? `customers/${this.customer() ?? ''}/circuits` : `circuits/${id}`;
    const version = this.circuit.hasValue() ? this.circuit.value().version : null;
    try {
      const form = formOf(values, this.ends() ?? NEW_ENDS, version);
      const saved = readSaved(await firstValueFrom(this.http.post(`/api/v1/${path}`, form)));
      await this.router.navigate(['/circuits', saved.id]);
    } catch (error) {
      const { code, fields } = toFailure(error);
      const wrong = fields.map(({ field, reason }) => [formField(field), reason] as const);
      const taken = code === 'edit.code-taken' ? [['code', 'taken'] as const] : [];
      this.refusal.set({ text: `error.${code}`, fields: Object.fromEntries([...taken, ...wrong]) });
      // What somebody else did meanwhile has to be seen.
      if (code === 'edit.conflict') this.circuit.reload();
    } finally {
      this.isBusy.set(false);
    }
  }

  protected leave(): void {
    void this.router.navigate(this.back());
  }
}

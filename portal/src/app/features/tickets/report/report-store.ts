import { HttpClient, httpResource } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import {
  CircuitView,
  CustomerView,
  FaultPage,
  impactOf,
  NormList,
  priorityOf,
  restoreLimitMs,
  TicketPage,
  type TicketForm,
  TicketView,
  urgencyOf,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { ReportDraft } from './report-draft';

const readTicket = answerOf(TicketView);

/** What the page shows of a line that the report is about. */
export type ReportedCircuit = Pick<CircuitView, 'id' | 'code' | 'name' | 'alias' | 'status'>;

/** How the report goes on beside being filed anew. */
export type Passage = { readonly join: string } | { readonly force: true } | undefined;

/** A report of a fault: its lines, what is known of them already, and how it is sent. */
@Service({ autoProvided: false })
export class ReportStore {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly draft = inject(ReportDraft);

  readonly circuits = signal<readonly ReportedCircuit[]>([]);
  /** The line that the report was begun from. */
  private readonly begun = signal<string | undefined>(undefined);
  private readonly firstId = computed(() => this.circuits()[0]?.id ?? this.begun());

  readonly first = httpResource(
    () => (this.firstId() === undefined ? undefined : `/api/v1/circuits/${encodeURIComponent(String(this.firstId()))}`),
    { parse: answerOf(CircuitView) },
  );
  /** Tickets that are open about the first line: the report may be one of them already. */
  private readonly known = httpResource(
    () =>
      this.firstId() === undefined
        ? undefined
        : { url: '/api/v1/tickets', params: { circuit: String(this.firstId()), state: 'open', limit: 5 } },
    { parse: answerOf(TicketPage) },
  );
  readonly open = computed(() =>
    this.known.hasValue() ? this.known.value().items.filter(({ ticketType }) => ticketType === 'incident') : [],
  );
  private readonly faults = httpResource(
    () =>
      this.firstId() === undefined
        ? undefined
        : { url: '/api/v1/faults', params: { circuitId: String(this.firstId()), show: 'open', limit: 1 } },
    { parse: answerOf(FaultPage) },
  );
  /** The trouble that the network itself has found on the first line. */
  readonly fault = computed(() => (this.faults.hasValue() ? this.faults.value().items[0] : undefined));
  /** The planned work that covers the first line just now. */
  readonly work = computed(() => (this.first.hasValue() ? (this.first.value().work ?? undefined) : undefined));
  private readonly customer = httpResource(
    () => {
      const circuit = this.first.hasValue() ? this.first.value() : undefined;
      return circuit === undefined ? undefined : `/api/v1/customers/${encodeURIComponent(circuit.customerId)}`;
    },
    { parse: answerOf(CustomerView) },
  );
  /** Whom to call, as the papers of the customer have it: nobody types what is known. */
  readonly contact = computed(() => {
    if (!this.customer.hasValue() || !this.first.hasValue()) return undefined;
    const { contacts, sites } = this.customer.value();
    const at = this.first.value().endFacts.flatMap(({ siteId }) => siteId ?? []);
    const best = [...contacts].sort((one, other) => rank(one, at) - rank(other, at))[0];
    const site = sites.find(({ id }) => id === (best?.siteId ?? at[0]));
    return {
      name: best?.name ?? (this.session.isStaff() ? '' : (this.session.view()?.name ?? '')),
      phone: best?.phone ?? '',
      siteId: site?.id ?? null,
      accessHours: site?.accessHours ?? '',
    };
  });
  /** What the ticket will be, by the rule that the server goes by. */
  readonly priority = computed(() => {
    if (!this.first.hasValue()) return undefined;
    const { impact, urgency } = this.draft.report();
    return priorityOf(impactOf(impact, this.circuits().length), urgencyOf(urgency, this.first.value().grade));
  });

  private readonly norms = httpResource(() => '/api/v1/norms', { parse: answerOf(NormList) });
  /** How long the norm in force allows for each step, in minutes. */
  readonly limits = computed(() => {
    const rules = this.norms.hasValue() ? this.norms.value().items[0]?.rules : undefined;
    if (rules === undefined || !this.first.hasValue()) return undefined;
    const { dispatchMinutes, acceptMinutes } = rules;
    return {
      dispatch: dispatchMinutes,
      accept: acceptMinutes,
      restoreMs: restoreLimitMs(rules, [this.first.value()]),
    };
  });

  readonly isBusy = signal(false);
  readonly refusal = signal<Failure | undefined>(undefined);

  /** Begins with a line that the person came from. */
  begin(id: string | undefined): void {
    this.begun.set(id);
  }

  /** The first line was read: it is what the report is about unless others were chosen. */
  adopt(circuit: ReportedCircuit): void {
    if (this.circuits().length === 0 && circuit.id === this.begun()) this.circuits.set([circuit]);
  }

  toggle(circuit: ReportedCircuit): void {
    this.circuits.update((chosen) =>
      chosen.some(({ id }) => id === circuit.id) ? chosen.filter(({ id }) => id !== circuit.id) : [...chosen, circuit],
    );
    this.begun.set(undefined);
  }

  /** @returns the ticket, or undefined when it was refused */
  async send(form: TicketForm, passage: Passage): Promise<TicketView | undefined> {
    if (this.isBusy()) return undefined;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    // Another way of sending is another wish, and has a key of its own.
    const key = `${this.draft.report().key}${passage === undefined ? '' : 'join' in passage ? '-join' : '-force'}`;
    try {
      const body = { ...form, ...passage };
      const headers = { 'Idempotency-Key': key };
      return readTicket(await firstValueFrom(this.http.post('/api/v1/tickets', body, { headers })));
    } catch (error) {
      const failure = toFailure(error);
      this.refusal.set(failure);
      // What was sent under this key stays what it is; the next try may say something else.
      if (failure.status >= 400 && failure.status < 500) this.draft.change({ key: crypto.randomUUID() });
      return undefined;
    } finally {
      this.isBusy.set(false);
    }
  }

  /** Hands the files over one after the other. @returns how many did not arrive */
  async addFiles(ticketId: string, files: readonly File[]): Promise<number> {
    let lost = 0;
    for (const file of files) {
      try {
        await firstValueFrom(
          this.http.post(`/api/v1/tickets/${encodeURIComponent(ticketId)}/files`, file, {
            params: { name: file.name },
            headers: { 'Content-Type': 'application/octet-stream' },
          }),
        );
      } catch {
        // The ticket stands; the page of the ticket says how many files are missing and takes them again.
        lost += 1;
      }
    }
    return lost;
  }
}

const ROLES_FIRST: readonly string[] = ['TECHNICAL', 'EMERGENCY', 'BUSINESS'];

/** The technical contact of one of the sites first, then those of the whole customer. */
function rank({ role, siteId }: { role: string; siteId: string | null }, sites: readonly string[]): number {
  const place = ROLES_FIRST.indexOf(role);
  const isThere = siteId !== null && sites.includes(siteId);
  return (place < 0 ? ROLES_FIRST.length : place) + (isThere ? 0 : siteId === null ? 10 : 20);
}

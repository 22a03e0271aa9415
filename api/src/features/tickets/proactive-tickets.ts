import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Severity, TicketForm } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { type FaultChange, FaultChanges } from '../faults/index.js';
import { FilingRepository } from './filing.repository.js';
import { NormRepository } from './norm.repository.js';
import { TicketDesk } from './ticket-desk.js';
import { TicketFiling } from './ticket-filing.js';
import { SYSTEM } from './ticket.rows.js';

const EVERY_MS = 2_000;
const DAY_MS = 24 * 60 * 60_000;
/** Where in the log of faults this reader stands. */
const POSITION = 'tickets.fault-position';
/** Faults that are worth a ticket before anybody calls. */
const GRAVE: ReadonlySet<Severity> = new Set<Severity>(['critical', 'major']);

/**
 * Makes tickets of faults before anybody calls, for the grades of customers that the norm names: one fault, one ticket.
 * When the fault clears, its ticket is told so and the NOC asked to confirm; it is never closed by that. A line that
 * failed too often gets a ticket of its own about why.
 */
@Injectable()
export class ProactiveTickets implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly changes: FaultChanges,
    private readonly filing: TicketFiling,
    private readonly filings: FilingRepository,
    private readonly norms: NormRepository,
    private readonly desk: TicketDesk,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('tickets.of-faults', EVERY_MS, (signal) => this.run(signal));
  }

  /** Takes up what happened to faults since the last time. A ticket and the new position are one transaction. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const changes = await this.changes.after(await this.position());
      if (changes.length === 0) return;
      for (const change of changes) {
        if (signal.aborted) return;
        if (change.kind === 'CLEARED') await this.cleared(change);
        await this.database.transaction(async (tx) => {
          if ((await this.heldPosition(tx)) >= change.position) return;
          if (change.kind === 'RAISED' || change.kind === 'CAME_BACK') await this.raised(tx, change);
          await this.moveTo(tx, change.position);
        });
      }
    }
  }

  private async raised(tx: Transaction, { faultId, circuitId, at, severity, position }: FaultChange): Promise<void> {
    const [circuit] = await this.filings.anyCircuit(tx, circuitId);
    const { rules } = await this.norms.current(tx);
    if (circuit === undefined) return;
    const open = await this.filings.openIncident(tx, [circuitId]);
    const isAsked = GRAVE.has(severity) && rules.proactiveGrades.includes(circuit.grade);
    if (isAsked && open === undefined) {
      const form = formOf(circuitId, faultId, severity, 'incident');
      const made = { madeByKey: `fault:${faultId}:${String(position)}`, madeFrom: null };
      await this.filing.open(tx, {
        form,
        circuits: [circuit],
        actor: SYSTEM,
        channel: 'AUTO',
        countedFrom: at,
        ...made,
      });
    }
    if (rules.chronicGrades.includes(circuit.grade)) {
      const faults = await this.filings.faultsSince(tx, circuitId, at - rules.chronicDays * DAY_MS, at);
      if (faults >= rules.chronicCount) await this.chronic(tx, circuitId, at, faults, rules.chronicDays);
    }
  }

  /** One ticket about why, while it is open or was made within the same stretch of days. */
  private async chronic(tx: Transaction, circuitId: string, at: number, faults: number, days: number): Promise<void> {
    if (await this.filings.hasProblem(tx, circuitId, at - days * DAY_MS)) return;
    const circuits = await this.filings.anyCircuit(tx, circuitId);
    const form = formOf(circuitId, null, 'minor', 'complaint');
    const made = { madeByKey: `chronic:${circuitId}:${String(at)}`, madeFrom: null };
    const about = { form, circuits, actor: SYSTEM, channel: 'AUTO' as const, countedFrom: this.clock.now(), ...made };
    const id = await this.filing.open(tx, about);
    for (const other of await this.filings.incidentsSince(tx, circuitId, at - days * DAY_MS))
      if (other !== id) await this.filings.link(tx, id, other, 'CAUSED_BY');
    const work = await this.desk.take(tx, id, this.clock.now());
    work?.tell('chronic.found', 'found', { faults, days });
    if (work !== undefined) await this.desk.put(work);
  }

  /** Each ticket by itself and once: what is held first in a transaction is seen as it is. */
  private async cleared({ faultId, circuitId, at, position }: FaultChange): Promise<void> {
    for (const id of await this.filings.openOfFault(this.database.reader, faultId, circuitId)) {
      await this.database.transaction(async (tx) => {
        const work = await this.desk.take(tx, id, this.clock.now());
        if (work === undefined || (await this.filings.knowsClearing(tx, id, at))) return;
        work.events.push({ kind: 'FAULT_CLEARED', visibility: 'CUSTOMER', actor: SYSTEM, at });
        work.tell('ticket.progressed', `cleared:${String(position)}`, { clearedAt: new Date(at).toISOString() });
        await this.desk.put(work);
      });
    }
  }

  private async position(): Promise<number> {
    const [row] = await this.database.read<{ value: string }>('SELECT value AS value FROM setting WHERE name = ?', [
      POSITION,
    ]);
    return Number(row?.value ?? 0);
  }

  /** The position, held against other instances until the transaction ends. */
  private async heldPosition(tx: Transaction): Promise<number> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [[POSITION, '0']], 'ignore');
    await tx.execute('UPDATE setting SET value = value WHERE name = ?', [POSITION]);
    const [row] = await tx.query<{ value: string }>('SELECT value AS value FROM setting WHERE name = ?', [POSITION]);
    return Number(row?.value ?? 0);
  }

  private async moveTo(tx: Transaction, position: number): Promise<void> {
    await tx.execute('UPDATE setting SET value = ? WHERE name = ?', [String(position), POSITION]);
  }
}

function formOf(
  circuitId: string,
  faultId: string | null,
  severity: Severity,
  ticketType: TicketForm['ticketType'],
): TicketForm {
  const isProblem = ticketType !== 'incident';
  return {
    ...{ circuitIds: [circuitId], ticketType, symptom: severity === 'critical' ? 'DOWN' : 'OTHER', beganAt: null },
    description: isProblem
      ? '系统发现该电路反复发生故障，需查明根本原因。\nThis circuit failed again and again; the root cause has to be found.'
      : '系统监测到故障，已主动建单。\nThe network reported this fault; the ticket was made before anybody called.',
    // The faults behind a problem are over, each with a ticket of its own: nothing is down or degraded by it (P-PRIO).
    ...(isProblem ? { impact: 'low' as const, urgency: 'low' as const } : impactOfFault(severity)),
    ...{ externalId: null, contacts: [] },
    ...{ mayInterrupt: false, faultId, outageId: null, lineTestId: null, follows: null },
  };
}

function impactOfFault(severity: Severity): Pick<TicketForm, 'impact' | 'urgency'> {
  return { impact: severity === 'critical' ? 'high' : 'medium', urgency: 'medium' };
}

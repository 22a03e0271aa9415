import { Injectable } from '@nestjs/common';
import {
  brokenNorms,
  monthOf,
  monthPeriod,
  reckonNorm,
  SLA_NORM_TICKETS,
  type SlaContractNorm,
  type SlaNormQuery,
  type SlaNorms,
  sumNorm,
  targetOf,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { type TicketFact, TicketFacts, type TicketReader } from '../tickets/index.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import { ContractLineRepository } from './contract-line.repository.js';

const CIRCUITS_A_READ = 500;
const DAY_MS = 86_400_000;

/** The tickets about the circuits that stand under one contract, or of one customer under none. */
interface Group {
  /** Any of the circuits: contract and customer are those of all. */
  readonly circuit: AgreedCircuit;
  /** What is promised of them; more than one where a circuit has a promise of its own. */
  readonly targets: Set<string | null>;
  readonly tickets: Map<string, TicketFact & { readonly restoredAt: number }>;
}

/** How the tickets of a month kept the norm, contract by contract, whether a share was promised or not. */
@Injectable()
export class NormMonths {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketFacts,
    private readonly circuits: AgreedTermsRepository,
    private readonly contracts: ContractLineRepository,
    private readonly clock: Clock,
  ) {}

  /** Without a month: the present one. A ticket belongs to the month of its restoration in the contract's zone. */
  async view(reader: TicketReader, { month: asked }: SlaNormQuery): Promise<SlaNorms> {
    const month = asked ?? monthOf(this.clock.now(), 'Asia/Shanghai');
    const { from, to } = monthPeriod(month, 'UTC');
    // No zone is further than a day from another: what is too much is sorted out by each contract's own month.
    const span = { from: from - DAY_MS, to: to + DAY_MS };
    const facts = await this.tickets.seenBy(
      { query: (sql, values) => this.database.read(sql, values ?? []) },
      reader,
      span,
      SLA_NORM_TICKETS + 1,
    );
    const counted = facts.slice(0, SLA_NORM_TICKETS);
    const groups = await this.byContract(counted, month);
    const numbers = await this.contracts.numbers(
      this.database,
      groups.flatMap(({ circuit }) => circuit.contractId ?? []),
    );
    const items = groups.map((group) => toNorm(group, numbers)).sort(brokenFirst);
    return { month, items, isWhole: facts.length === counted.length };
  }

  private async byContract(facts: readonly TicketFact[], month: string): Promise<Group[]> {
    const ids = [...new Set(facts.flatMap(({ circuitIds }) => circuitIds))];
    const agreed = new Map<string, AgreedCircuit>();
    for (let start = 0; start < ids.length; start += CIRCUITS_A_READ) {
      const some = await this.circuits.of(this.database, ids.slice(start, start + CIRCUITS_A_READ), month);
      for (const circuit of some) agreed.set(circuit.id, circuit);
    }
    const groups = new Map<string, Group>();
    for (const fact of facts) {
      for (const circuitId of fact.circuitIds) {
        const circuit = agreed.get(circuitId);
        const { restoredAt } = fact;
        // A circuit that has changed hands: the ticket stays with who had it.
        if (circuit?.customerId !== fact.customerId || restoredAt === null) continue;
        const { from, to } = monthPeriod(month, circuit.terms.timeZone);
        if (restoredAt < from || restoredAt >= to) continue;
        const key = circuit.contractId ?? circuit.customerId;
        const group = groups.get(key) ?? { circuit, targets: new Set(), tickets: new Map() };
        groups.set(key, group);
        group.targets.add(targetOf(circuit.terms, 'NORM'));
        group.tickets.set(fact.id, { ...fact, restoredAt });
      }
    }
    return [...groups.values()];
  }
}

function toNorm({ circuit, targets, tickets: found }: Group, numbers: ReadonlyMap<string, string>): SlaContractNorm {
  const { contractId, customerId } = circuit;
  const tickets = [...found.values()];
  // Where circuits have shares of their own nothing is promised of the contract as a whole.
  const target = targets.size === 1 ? ([...targets][0] ?? null) : null;
  const { timers, ...sums } =
    target === null ? { ...sumNorm(tickets), target, isMet: null } : reckonNorm(tickets, target);
  return {
    ...{ contractId, number: contractId === null ? null : (numbers.get(contractId) ?? null), customerId },
    ...sums,
    timers: [...timers],
    items: tickets.map((ticket) => ({
      ...{ id: ticket.id, number: ticket.number, restoredAt: new Date(ticket.restoredAt).toISOString() },
      broken: brokenNorms(ticket),
    })),
  };
}

function brokenFirst(one: SlaContractNorm, other: SlaContractNorm): number {
  const broken = other.tickets - other.kept - (one.tickets - one.kept);
  return broken || (one.number ?? '').localeCompare(other.number ?? '') || (one.customerId < other.customerId ? -1 : 1);
}

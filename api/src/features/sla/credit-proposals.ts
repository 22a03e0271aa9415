import { Injectable } from '@nestjs/common';
import { creditFor, type CreditTable, monthPeriod } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { SqlValue, Transaction } from '../../database/database.js';
import { CreditTableRepository, toCreditTable } from './credit-table.repository.js';
import { type Charge, CreditRepository } from './credit.repository.js';
import type { Reckoning } from './month-reckoner.js';
import type { NewRevision } from './sla-month.repository.js';

const DAY_MS = 86_400_000;
/** Reckoned with where the circuit's charge is not known: the share is right, the amount is left out. */
const ANY_CHARGE = '100.00';

/**
 * Proposes what closed months give back by the table of their contract (P-CREDIT): one proposal a circuit and month,
 * the highest tier that the lost time reached. A person grants it; it is no invoice.
 */
@Injectable()
export class CreditProposals {
  constructor(
    private readonly tables: CreditTableRepository,
    private readonly credits: CreditRepository,
  ) {}

  /** For the revisions that were just stored. A proposal of an earlier revision that nobody decided is replaced. */
  async propose(tx: Transaction, reckoned: readonly Reckoning[], revisions: readonly NewRevision[]): Promise<void> {
    const byCircuit = new Map(revisions.map((revision) => [revision.snapshot.circuitId, revision]));
    const due = reckoned.filter(({ circuit }) => byCircuit.has(circuit.id));
    const [first] = revisions;
    if (first === undefined) return;
    const { month } = first.snapshot;
    const tables = await this.tables.byIds(tx, [...new Set(due.flatMap(({ circuit }) => circuit.creditTableId ?? []))]);
    const withTable = due.filter(({ circuit }) => tables.has(circuit.creditTableId ?? ''));
    const later = revisions.filter(({ revision }) => revision > 1).map(({ snapshot }) => snapshot.circuitId);
    await this.credits.replace(tx, later, month);
    const charges = await this.credits.charges(
      tx,
      withTable.map(({ circuit }) => circuit.id),
      `${month}-01`,
    );
    const rows = withTable.flatMap((reckoning) => {
      const table = tables.get(reckoning.circuit.creditTableId ?? '');
      const revision = byCircuit.get(reckoning.circuit.id)?.revision;
      if (table === undefined || revision === undefined) return [];
      const charge = charges.get(reckoning.circuit.id);
      return proposalRow(reckoning, revision, { name: table.name, table: toCreditTable(table) }, charge);
    });
    await this.credits.add(tx, rows);
  }
}

function proposalRow(
  { circuit, snapshot }: Reckoning,
  revision: number,
  { name, table }: { readonly name: string; readonly table: CreditTable },
  charge: Charge | undefined,
): (readonly SqlValue[])[] {
  const { lostS } = snapshot.figures.contractual;
  const { month, terms } = snapshot;
  const { from, to } = monthPeriod(month, terms.timeZone);
  const days = Math.round((to - from) / DAY_MS);
  const { percent, startedHours, amount } = creditFor(table, charge?.amount ?? ANY_CHARGE, lostS, days);
  if (lostS === 0 || percent === 0) return [];
  return [
    [
      ...[uuidv7(), circuit.id, circuit.customerId, month, revision, name, lostS],
      ...[percent === null ? null : Math.round(percent * 100), startedHours],
      ...[charge?.amount ?? null, charge === undefined ? null : amount, charge?.currency ?? null, 'proposed'],
    ],
  ];
}

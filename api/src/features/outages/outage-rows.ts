import type {
  CircuitEndSide,
  OutageCause,
  OutageJudgement,
  OutageResponsibility,
  OutageView,
  Role,
  StoredRun,
  TicketCause,
} from '@linewatch/shared';
import { iso } from '../../database/instants.js';

/** An outage as it lies in the database, with the circuit that it is of. Times in ms. */
export interface OutageRow {
  readonly id: string;
  readonly circuitId: string;
  readonly circuitCode: string;
  readonly circuitName: string;
  readonly circuitAlias: string | null;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly sides: string;
  readonly cause: OutageCause;
  readonly responsibility: OutageResponsibility | null;
  readonly comment: string | null;
  readonly judgedAt: number | string | null;
  readonly revision: number;
  readonly withdrawnAt: number | string | null;
  readonly successorId: string | null;
}

export const OUTAGE_COLUMNS = `o.id AS id, o.circuit_id AS circuitId, c.code AS circuitCode, c.name AS circuitName,
  c.alias AS circuitAlias, o.customer_id AS customerId, cu.name_zh AS customerNameZh, cu.name_en AS customerNameEn,
  o.from_at AS fromAt, o.to_at AS toAt, o.sides AS sides, o.cause AS cause, o.responsibility AS responsibility,
  o.comment AS comment, o.judged_at AS judgedAt, o.revision AS revision, o.withdrawn_at AS withdrawnAt,
  o.successor_id AS successorId`;

/** A judgement with the name of who made it. */
export interface JudgementRow {
  readonly id: string;
  readonly revision: number;
  readonly at: number | string;
  readonly cause: OutageCause;
  readonly responsibility: OutageResponsibility | null;
  readonly comment: string;
  readonly role: Role | null;
  readonly userName: string | null;
}

/** An outage as the ledger keeps it in step with the history. */
export interface LedgerRow extends StoredRun {
  readonly circuitId: string;
  readonly customerId: string;
  readonly cause: OutageCause;
  readonly judgementId: string | null;
}

/** @param byTicket what the ticket about it says, while nobody judged it */
export function toOutageView(row: OutageRow, byTicket: TicketCause | null): OutageView {
  const { id, circuitId, circuitCode, circuitName, circuitAlias, customerId, customerNameZh, customerNameEn } = row;
  const { cause, responsibility, comment, revision } = row;
  return {
    ...{ id, circuitId, circuitCode, circuitName, circuitAlias, customerId, customerNameZh, customerNameEn },
    from: iso(row.fromAt),
    to: row.toAt === null ? null : iso(row.toAt),
    sides: row.sides === '' ? [] : (row.sides.split(',') as CircuitEndSide[]),
    ...{ cause, responsibility, comment, revision },
    judgedAt: row.judgedAt === null ? null : iso(row.judgedAt),
    byTicket,
  };
}

/** @param isStaff whether the reader may know the operator's people by name */
export function toJudgement(row: JudgementRow, isStaff: boolean): OutageJudgement {
  const { id, revision, cause, responsibility, comment, role } = row;
  return { id, revision, at: iso(row.at), cause, responsibility, comment, role, by: isStaff ? row.userName : null };
}

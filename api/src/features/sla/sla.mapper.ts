import {
  type Allowance,
  allowanceOf,
  type DegradedPiece,
  type LedgerPiece,
  monthPeriod,
  type Quality,
  type SlaAllowance,
  type SlaFigure,
  type SlaLedger,
  type SlaMetric,
  type SlaPiece,
  type SlaQuality,
  type SlaRow,
  type SlaTerms,
  type SlaTermsView,
  targetOf,
  warningLevel,
} from '@linewatch/shared';
import { iso } from '../../database/instants.js';
import type { AgreedCircuit } from './agreed-terms.repository.js';
import type { LedgerOfMonth } from './ledger-of-month.js';
import type { Reckoning } from './month-reckoner.js';
import type { ClosedMonth } from './sla-month.repository.js';
import { sealed, type StoredFigure, type StoredFigures } from './snapshot.js';

export function openRow({ circuit, snapshot, allowance }: Reckoning): SlaRow {
  const { contractual, operational, withoutDisputed, outages, isMet } = snapshot.figures;
  return {
    ...circuitOf(circuit),
    target: targetOf(snapshot.terms, 'AVAILABILITY'),
    contractual: toFigure(contractual),
    operational: toFigure(operational),
    withoutDisputed: withoutDisputed === null ? null : toFigure(withoutDisputed),
    outages,
    isMet,
    missed: missedOf(snapshot.figures),
    allowance: toAllowance(allowance),
    revision: 0,
  };
}

export function closedRow(circuit: AgreedCircuit, closed: ClosedMonth): SlaRow {
  const { contractual, operational, withoutDisputed, outages, isMet } = closed.figures;
  return {
    ...circuitOf(circuit),
    target: closed.target,
    contractual: toFigure(contractual),
    operational: toFigure(operational),
    withoutDisputed: withoutDisputed === null ? null : toFigure(withoutDisputed),
    outages,
    isMet,
    missed: missedOf(closed.figures),
    allowance: toAllowance(closedAllowance(closed)),
    revision: closed.revision,
  };
}

/** What a closed month was allowed to lose; null without a target, or when nothing was scheduled. */
export function closedAllowance({ target, figures }: ClosedMonth): Allowance | null {
  const { scheduledS, lostS } = figures.contractual;
  return target === null || scheduledS === 0 ? null : allowanceOf(target, scheduledS, lostS);
}

/** @param shown pieces that go into the answer at most */
export function ledgerView(month: LedgerOfMonth, shown: number): Omit<SlaLedger, 'byTicket'> {
  const { circuit, snapshot, closed, revisions, allowance } = month;
  const { figures, pieces, terms } = snapshot;
  const { from, to } = monthPeriod(snapshot.month, terms.timeZone);
  const { contractual, operational, withoutDisputed, quality, norm, ...counts } = figures;
  const degraded = snapshot.degraded ?? [];
  return {
    ...circuitOf(circuit),
    month: snapshot.month,
    from: iso(from),
    to: iso(to),
    revision: closed?.revision ?? 0,
    closedAt: closed === null ? null : iso(closed.closedAt),
    changed: closed?.changed ?? null,
    hash: closed?.hash ?? sealed(snapshot).hash,
    revisions,
    terms: toTermsView(terms, snapshot.agreed),
    contractual: toFigure(contractual),
    operational: toFigure(operational),
    withoutDisputed: withoutDisputed === null ? null : toFigure(withoutDisputed),
    ...counts,
    quality: quality === undefined ? null : toQuality(quality, degraded, shown),
    norm: norm === undefined ? null : { ...norm, timers: [...norm.timers] },
    allowance: toAllowance(allowance),
    pieces: pieces.slice(0, shown).map(toPiece),
    pieceCount: pieces.length,
  };
}

/** What was promised and not kept, as far as it was reckoned. */
function missedOf({ isMet, isRestorationMet, quality, norm }: StoredFigures): SlaMetric[] {
  return [
    ...(isMet === false ? (['AVAILABILITY'] as const) : []),
    ...(isRestorationMet === false ? (['RESTORATION'] as const) : []),
    ...(quality?.figures ?? []).filter((figure) => figure.isMet === false).map(({ metric }) => metric),
    ...(norm?.isMet === false ? (['NORM'] as const) : []),
  ];
}

function toQuality(
  { countableS, measuredS, degradedS, figures }: Omit<Quality, 'pieces'>,
  pieces: readonly DegradedPiece[],
  shown: number,
): SlaQuality {
  return {
    ...{ countableS, measuredS, degradedS },
    objectives: [...figures],
    pieces: pieces.slice(0, shown).map(({ from, to, worse }) => ({
      ...{ from: iso(from), to: iso(to), seconds: (to - from) / 1_000 },
      worse: [...worse],
    })),
    pieceCount: pieces.length,
  };
}

export function toFigure(figure: StoredFigure): SlaFigure {
  const { totalS, downS, excludedS, unknownS } = figure;
  return { ...figure, upS: totalS - downS - excludedS - unknownS };
}

function circuitOf({ id, code, name, alias, customerId }: AgreedCircuit) {
  return { circuitId: id, code, name, alias, customerId };
}

function toAllowance(allowance: Allowance | null): SlaAllowance | null {
  return allowance === null ? null : { ...allowance, level: warningLevel(allowance) };
}

function toTermsView(
  { timeZone, hours, noDataPolicy, denominator, objectives, ...rest }: SlaTerms,
  name: string | null,
): SlaTermsView {
  const { minOutageS, excludesForceMajeure, monthlyCapS, objectionDays } = rest;
  return {
    ...{ name, timeZone, noDataPolicy, denominator, minOutageS, excludesForceMajeure, monthlyCapS, objectionDays },
    hours:
      hours === null
        ? null
        : {
            dayFrom: hours.dayFrom,
            dayTo: hours.dayTo,
            workdays: [...hours.workdays],
            holidays: [...hours.holidays],
            extraWorkdays: [...hours.extraWorkdays],
          },
    objectives: objectives.map(({ metric, target }) => ({ metric, target })),
  };
}

function toPiece({ from, to, ...piece }: LedgerPiece): SlaPiece {
  const { kind, reason, ref, line, evidence, cause, outageId, isDisputed } = piece;
  return {
    from: iso(from),
    to: iso(to),
    seconds: (to - from) / 1_000,
    ...{ kind, reason, ref, line, evidence, cause, outageId, isDisputed },
  };
}

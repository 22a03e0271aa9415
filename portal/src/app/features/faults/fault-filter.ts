import { FAULT_KINDS, type FaultKind } from '@linewatch/shared';

const SHOWS = ['open', 'past', 'all'] as const;
export type FaultShow = (typeof SHOWS)[number];
const DAY_MS = 86_400_000;
/** Names as the texts of ranges have them. */
export const PERIODS: Readonly<Record<string, number>> = { '7d': 7 * DAY_MS, '30d': 30 * DAY_MS, '90d': 90 * DAY_MS };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the list is narrowed to; all of it stands in the address bar. */
export interface FaultFilter {
  readonly show: FaultShow;
  readonly kind: FaultKind | undefined;
  readonly q: string;
  readonly circuitId: string | undefined;
  readonly period: string | undefined;
}

/** Reads the address bar. What makes no sense there counts as not said. */
export function readFaultFilter(params: Readonly<Record<string, string | undefined>>): FaultFilter {
  const { show, kind, q, circuit, period } = params;
  return {
    show: SHOWS.find((known) => known === show) ?? 'open',
    kind: FAULT_KINDS.find((known) => known === kind),
    q: (q ?? '').trim().slice(0, 80),
    circuitId: circuit !== undefined && UUID.test(circuit) ? circuit : undefined,
    period: period !== undefined && period in PERIODS ? period : undefined,
  };
}

/** Whether anything but open and past is left out. */
export function isNarrowed({ kind, q, circuitId, period }: FaultFilter): boolean {
  return kind !== undefined || q !== '' || circuitId !== undefined || period !== undefined;
}

/**
 * The query of the API.
 *
 * @param now ms; a period ends there
 */
export function faultParams(filter: FaultFilter, now: number): Record<string, string | number> {
  const length = filter.period === undefined ? undefined : PERIODS[filter.period];
  return {
    show: filter.show,
    ...(filter.kind !== undefined && { kind: filter.kind }),
    ...(filter.q !== '' && { q: filter.q }),
    ...(filter.circuitId !== undefined && { circuitId: filter.circuitId }),
    ...(length !== undefined && { from: now - length }),
  };
}

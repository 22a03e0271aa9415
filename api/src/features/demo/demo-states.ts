import { type CircuitEndSide, type OperatingStatus, operatingStatus, type PortStatus } from '@linewatch/shared';
import type { DemoCircuit, DemoIncident } from '@linewatch/shared/demo';

const MINUTE_MS = 60_000;

/** A piece of the past of a port or a circuit: [from, to), ms. `to` null: it still holds. */
export interface PastPiece<Status, To extends number | null = number | null> {
  readonly status: Status;
  readonly from: number;
  readonly to: To;
  readonly sides: string;
  readonly evidence: string;
}

/** An incident of one end: [from, to), ms. */
export interface Disturbance {
  readonly from: number;
  readonly to: number;
  readonly kind: DemoIncident['kind'];
}

const TOLD: Readonly<Record<DemoIncident['kind'], { readonly status: PortStatus; readonly evidence: string }>> = {
  OUTAGE: { status: 'DOWN', evidence: 'POLL' },
  WORK: { status: 'DOWN', evidence: 'WORK' },
  NO_DATA: { status: 'UNKNOWN', evidence: 'SILENCE' },
};

/** What happened at one end within [from, to), in order and without overlap: of two at once the first one counts. */
export function disturbances(
  incidents: readonly DemoIncident[],
  circuit: string,
  side: CircuitEndSide,
  [from, to]: readonly [from: number, to: number],
  foundedAt: number,
): Disturbance[] {
  const own = incidents
    .filter((incident) => incident.circuit === circuit && incident.side === side)
    .map(({ startMinutesAgo, minutes, kind }) => {
      const begin = foundedAt - startMinutesAgo * MINUTE_MS;
      return { from: begin, to: begin + minutes * MINUTE_MS, kind };
    })
    .sort((one, other) => one.from - other.from);
  const told: Disturbance[] = [];
  for (const { from: begin, to: end, kind } of own) {
    const piece = { from: Math.max(begin, from, told.at(-1)?.to ?? from), to: Math.min(end, to), kind };
    if (piece.from < piece.to) told.push(piece);
  }
  return told;
}

/** The past of a port: up but for its disturbances. */
export function portPast(disturbed: readonly Disturbance[], from: number, to: number): PastPiece<PortStatus, number>[] {
  const pieces: PastPiece<PortStatus, number>[] = [];
  let at = from;
  for (const disturbance of disturbed) {
    if (at < disturbance.from) pieces.push(up(at, disturbance.from));
    pieces.push({ ...TOLD[disturbance.kind], from: disturbance.from, to: disturbance.to, sides: '' });
    at = disturbance.to;
  }
  if (at < to) pieces.push(up(at, to));
  return pieces;
}

/** The past of a circuit, composed of its watched ends' (P-COMPOSE); their pasts begin and end together. */
export function circuitPast(
  { composeMode }: Pick<DemoCircuit, 'composeMode'>,
  ends: readonly { readonly side: CircuitEndSide; readonly past: readonly PastPiece<PortStatus, number>[] }[],
): PastPiece<OperatingStatus, number>[] {
  const cuts = [...new Set(ends.flatMap(({ past }) => past.flatMap(({ from, to }) => [from, to])))].sort(
    (one, other) => one - other,
  );
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? from;
    const now = ends.map(({ side, past }) => ({
      side,
      piece: past.find((piece) => piece.from <= from && from < piece.to),
    }));
    const broken = now.filter(({ piece }) => piece?.status !== 'UP');
    return {
      status: operatingStatus(
        now.map(({ piece }) => ({ monitored: true, status: piece?.status ?? 'UNKNOWN' })),
        composeMode,
        'active',
      ),
      from,
      to,
      sides: [...new Set(broken.map(({ side }) => side))].sort().join(','),
      evidence: broken[0]?.piece?.evidence ?? 'POLL',
    };
  });
}

function up(from: number, to: number): PastPiece<PortStatus, number> {
  return { status: 'UP', from, to, sides: '', evidence: 'POLL' };
}

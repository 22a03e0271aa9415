import type { AlarmFacts, CircuitEndSide, FaultKind, FaultReason, Severity, SuspectedSide } from '@linewatch/shared';
import { worse } from '@linewatch/shared';
import type { AlarmRow } from './alarm-row.js';
import type { MappedCircuit } from './line-map.repository.js';

/** A circuit has at most one open fault of each. */
export const TROUBLES = ['LINE', 'QUALITY', 'UTILISATION'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** What a customer has to be told of a circuit now. */
export interface WantedFault {
  readonly trouble: Trouble;
  readonly kind: FaultKind;
  readonly severity: Severity;
  readonly reason: FaultReason;
  readonly side: CircuitEndSide | null;
  readonly suspected: SuspectedSide;
  readonly facts: AlarmFacts;
  readonly since: number;
  readonly isFlapping: boolean;
  readonly eventId: string | null;
  readonly alarmId: string;
  /** Nobody is told of what lies on a shelf; it is shown all the same. */
  readonly isSilent: boolean;
}

const QUALITY: Readonly<Partial<Record<AlarmRow['code'], FaultReason>>> = {
  RX_POWER_LOW: 'opticalPowerLow',
  ERROR_RATE: 'errorRate',
  LOSS_HIGH: 'lossHigh',
  DELAY_HIGH: 'delayHigh',
  JITTER_HIGH: 'jitterHigh',
};
const NO_SIGNAL: readonly AlarmRow['code'][] = [
  ...(['SDH_LOS', 'SDH_LOF', 'SDH_AIS', 'SDH_LOP', 'SDH_UNEQ', 'SDH_PLM'] as const),
  ...(['E1_LOS', 'E1_LOF', 'E1_AIS'] as const),
];
/** An end that complains of what it hears, where nothing is wrong with what that end receives. */
const COMPLAINTS: readonly AlarmRow['code'][] = ['SDH_RDI', 'E1_RAI'];
/** What is wrong with the signal of a line, by what explains the rest. */
const SIGNAL: readonly (readonly [FaultReason, readonly AlarmRow['code'][]])[] = [
  ['signalLost', NO_SIGNAL],
  ['loopback', ['E1_LOOPBACK']],
  ['farEndComplains', COMPLAINTS],
];

/**
 * The faults of a circuit by what stands around it. While a planned work covers an alarm there is no fault of it.
 *
 * @param alarms what stands at the circuit, at its ports and points, and what those lie under
 */
export function wantedFaults(circuit: MappedCircuit, alarms: readonly AlarmRow[]): WantedFault[] {
  const ports = new Set(circuit.ends.flatMap(({ port }) => port?.object.id ?? []));
  const own = alarms.filter(({ circuitId, workId }) => circuitId === circuit.circuitId && workId === null);
  const atPorts = alarms.filter(({ objectType, objectId }) => objectType !== 'DEVICE' && ports.has(objectId));
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  return [lineFault(circuit, own, atPorts, byId), qualityFault(own), utilisationFault(own)].filter(
    (fault) => fault !== undefined,
  );
}

function lineFault(
  circuit: MappedCircuit,
  own: readonly AlarmRow[],
  atPorts: readonly AlarmRow[],
  byId: ReadonlyMap<string, AlarmRow>,
): WantedFault | undefined {
  const of = (code: AlarmRow['code']): AlarmRow | undefined => own.find((alarm) => alarm.code === code);
  const [down, flapping, unknown, degraded] = [
    of('CIRCUIT_DOWN'),
    of('FLAPPING'),
    of('CIRCUIT_UNKNOWN'),
    of('CIRCUIT_DEGRADED'),
  ];
  const isSteady = down !== undefined && (flapping === undefined || down.facts['steady'] === 1);
  const told = isSteady ? down : (flapping ?? unknown ?? degraded);
  if (told === undefined) return signalFault(own);
  const root = rootOf(told, byId);
  const isShared = root.code === 'SHARED_RESOURCE_DOWN' || root.code === 'DEVICE_UNREACHABLE';
  const sides = typeof told.facts['sides'] === 'string' ? told.facts['sides'].split(',') : [];
  const side = sides.length === 1 ? (sides[0] as CircuitEndSide) : null;
  const kind = told === down ? 'DOWN' : told === flapping ? 'FLAPPING' : told === unknown ? 'UNKNOWN' : 'DEGRADED';
  return {
    trouble: 'LINE',
    kind,
    severity: told.severity,
    reason: lineReason(kind, root, sides.length, atPorts, circuit),
    side,
    suspected: isShared ? 'OPERATOR' : kind === 'DOWN' && side !== null ? 'CUSTOMER' : 'UNKNOWN',
    facts: {},
    since: Math.min(told.lastRaisedAt, down?.lastRaisedAt ?? told.lastRaisedAt),
    isFlapping: flapping !== undefined,
    eventId: isShared ? root.id : null,
    alarmId: told.id,
    isSilent: told.shelfId !== null,
  };
}

/** A line whose ports are up, and whose signal is not what it should be. */
function signalFault(own: readonly AlarmRow[]): WantedFault | undefined {
  for (const [reason, codes] of SIGNAL) {
    const [first] = codes.flatMap((code) => own.filter((alarm) => alarm.code === code));
    if (first === undefined) continue;
    return { ...measured(first, 'LINE', 'DEGRADED', reason, [first]), facts: {} };
  }
  return undefined;
}

function lineReason(
  kind: FaultKind,
  root: AlarmRow,
  sidesDown: number,
  atPorts: readonly AlarmRow[],
  circuit: MappedCircuit,
): FaultReason {
  if (root.code === 'DEVICE_UNREACHABLE') return 'deviceUnreachable';
  if (root.code === 'SHARED_RESOURCE_DOWN') return 'networkEvent';
  if (kind === 'FLAPPING') return 'flapping';
  if (kind === 'DEGRADED') return circuit.isProtected ? 'legDown' : 'portDown';
  if (atPorts.some(({ code }) => code === 'E1_LOOPBACK')) return 'loopback';
  if (atPorts.some(({ code }) => NO_SIGNAL.includes(code))) return 'signalLost';
  if (atPorts.some(({ code }) => COMPLAINTS.includes(code))) return 'farEndComplains';
  return sidesDown > 1 ? 'bothEndsDown' : 'portDown';
}

function rootOf(alarm: AlarmRow, byId: ReadonlyMap<string, AlarmRow>): AlarmRow {
  let root = alarm;
  for (let depth = 0; depth < 8; depth += 1) {
    const parent = root.parentId === null ? undefined : byId.get(root.parentId);
    if (parent === undefined) return root;
    root = parent;
  }
  return root;
}

function qualityFault(own: readonly AlarmRow[]): WantedFault | undefined {
  const found = own.filter(({ code }) => QUALITY[code] !== undefined);
  const worst = worstOf(found);
  return worst === undefined
    ? undefined
    : measured(worst, 'QUALITY', 'DEGRADED', QUALITY[worst.code] ?? 'lossHigh', found);
}

function utilisationFault(own: readonly AlarmRow[]): WantedFault | undefined {
  const found = own.filter(({ code }) => code === 'UTIL_HIGH');
  const worst = worstOf(found);
  return worst === undefined ? undefined : measured(worst, 'UTILISATION', 'UTILISATION', 'utilisationHigh', found);
}

function worstOf(alarms: readonly AlarmRow[]): AlarmRow | undefined {
  return alarms.reduce<AlarmRow | undefined>(
    (worst, alarm) =>
      worst === undefined ||
      (worse(alarm.severity, worst.severity) === alarm.severity && alarm.severity !== worst.severity)
        ? alarm
        : worst,
    undefined,
  );
}

function measured(
  alarm: AlarmRow,
  trouble: Trouble,
  kind: FaultKind,
  reason: FaultReason,
  all: readonly AlarmRow[],
): WantedFault {
  const side = alarm.facts['side'];
  return {
    trouble,
    kind,
    severity: alarm.severity,
    reason,
    side: side === 'A' || side === 'Z' ? side : null,
    suspected: 'UNKNOWN',
    facts: alarm.facts,
    since: all.reduce((least, { lastRaisedAt }) => Math.min(least, lastRaisedAt), alarm.lastRaisedAt),
    isFlapping: false,
    eventId: null,
    alarmId: alarm.id,
    isSilent: alarm.shelfId !== null,
  };
}

import type { InterfaceFacts } from './interface-facts.js';

/** What can be noticed when a device and the inventory are laid side by side. */
export const INVENTORY_NOTICE_KINDS = [
  'SPEED_MISMATCH',
  'PORT_MISSING',
  'PORT_REBIND_NEEDED',
  'ALIAS_MISMATCH',
  'HALF_DUPLEX',
  'NARROW_COUNTERS',
  'ENGINE_CHANGED',
  'END_PROPOSED',
] as const;
export type InventoryNoticeKind = (typeof INVENTORY_NOTICE_KINDS)[number];

/** Kinds that every poll decides; the others need a discovery. */
export const POLLED_NOTICE_KINDS = ['SPEED_MISMATCH', 'PORT_MISSING'] as const satisfies InventoryNoticeKind[];

/** Kinds that end by a person's consent. The others end when the device or the inventory is put right. */
export const ACCEPTED_NOTICE_KINDS = [
  'PORT_REBIND_NEEDED',
  'ENGINE_CHANGED',
  'END_PROPOSED',
] as const satisfies InventoryNoticeKind[];

/** A circuit end with the port that is watched for it, as the inventory has them. */
export interface BoundEnd {
  readonly endId: string;
  readonly circuitId: string;
  readonly circuitCode: string;
  readonly contractedBps: number;
  readonly portId: number;
  readonly ifName: string;
  /** What ifAlias should say, null where nobody laid it down. */
  readonly expectedAlias: string | null;
}

/** A circuit end that has no port yet. */
export interface FreeEnd {
  readonly endId: string;
  readonly circuitId: string;
  readonly circuitCode: string;
}

export type Evidence = Readonly<Record<string, string | number>>;

/** Something that does not fit. `key` is the same as long as it is the same contradiction. */
export interface Contradiction {
  readonly kind: InventoryNoticeKind;
  readonly key: string;
  readonly portId: number | null;
  readonly circuitId: string | null;
  readonly evidence: Evidence;
  /** The interface that a person may accept. */
  readonly proposal: { readonly ifName: string; readonly ifIndex: number; readonly endIds: readonly string[] } | null;
}

/** Octet counters must have 64 bits above this speed (RFC 2863 section 3.1.6). */
const NARROW_UP_TO_BPS = 20_000_000;
/** ifHighSpeed is rounded to a million: 2 for an E1 of 2.048 Mbit/s. */
const LEAST_SHARE_OF_CONTRACTED = 0.97;

/** Whether a port is too slow for what was sold on it. */
export function isTooSlow(speedBps: number, contractedBps: number): boolean {
  return speedBps < contractedBps * LEAST_SHARE_OF_CONTRACTED;
}

/** The key of what a poll may notice of an end. */
export function polledKey(kind: (typeof POLLED_NOTICE_KINDS)[number], endId: string): string {
  return `${kind}:${endId}`;
}

/** What a poll said of the port of an end. */
export interface PolledEnd extends BoundEnd {
  /** Null: the device has no such interface. */
  readonly ifIndex: number | null;
  readonly speedBps: number | null;
}

/**
 * What one poll shows of an end.
 *
 * @returns what does not fit, and the keys of what can be judged by this poll: what is judged and not found is over
 */
export function polledContradictions(end: PolledEnd): { found: Contradiction[]; judged: string[] } {
  const { ifIndex, speedBps, contractedBps, ifName, endId } = end;
  const missing = aboutEnd('PORT_MISSING', end, { ifName });
  if (ifIndex === null) return { found: [missing], judged: [missing.key] };
  if (speedBps === null) return { found: [], judged: [missing.key] };
  const judged = [missing.key, polledKey('SPEED_MISMATCH', endId)];
  if (!isTooSlow(speedBps, contractedBps)) return { found: [], judged };
  return { found: [aboutEnd('SPEED_MISMATCH', end, { ifName, speedBps, contractedBps })], judged };
}

/** A device as discovery found it, and what the inventory has of it. */
export interface DeviceComparison {
  readonly deviceId: string;
  readonly interfaces: readonly InterfaceFacts[];
  /** Engine id that was known, or accepted, before; null: none yet. */
  readonly knownEngineId: string | null;
  readonly engineId: string | null;
  readonly ends: readonly BoundEnd[];
  /** Ends without a port of the circuits that some alias of the device names. */
  readonly freeEnds: readonly FreeEnd[];
  /** Codes of circuits that some alias of the device names. */
  readonly circuitCodes: ReadonlySet<string>;
}

/** Everything in which a device and the inventory differ, but for what each poll decides. */
export function discoveredContradictions(device: DeviceComparison): Contradiction[] {
  const byName = groupBy(device.interfaces, ({ ifName }) => ifName);
  const byAlias = groupBy(device.interfaces, ({ ifAlias }) => ifAlias);
  return [
    ...engineContradiction(device),
    ...device.ends.flatMap((end) => endContradictions(end, byName, byAlias, device.circuitCodes)),
    ...endProposals(device, byAlias),
  ];
}

type Interfaces = ReadonlyMap<string, readonly InterfaceFacts[]>;

function engineContradiction({ deviceId, knownEngineId, engineId }: DeviceComparison): Contradiction[] {
  if (knownEngineId === null || engineId === null || knownEngineId === engineId) return [];
  const evidence = { knownEngineId, engineId };
  const key = `ENGINE_CHANGED:${deviceId}`;
  return [{ kind: 'ENGINE_CHANGED', key, portId: null, circuitId: null, evidence, proposal: null }];
}

function endContradictions(
  end: BoundEnd,
  byName: Interfaces,
  byAlias: Interfaces,
  codes: ReadonlySet<string>,
): Contradiction[] {
  const named = byName.get(end.ifName) ?? [];
  const [own] = named;
  if (own === undefined) return rebinding(end, byAlias);
  // Of several with the name the collector takes the one with the alias; which it is cannot be said here.
  if (named.length > 1) return [];
  const found: Contradiction[] = [];
  const { ifAlias, speedBps } = own;
  const expected = end.expectedAlias ?? '';
  const isOtherCircuit = codes.has(ifAlias) && ifAlias !== end.circuitCode;
  const isOtherThanLaidDown = ifAlias !== '' && expected !== '' && ifAlias !== expected;
  if (isOtherThanLaidDown || (isOtherCircuit && expected === '')) {
    const evidence = { ifName: own.ifName, ifAlias, expected: expected === '' ? end.circuitCode : expected };
    found.push(aboutEnd('ALIAS_MISMATCH', end, evidence));
  }
  if (own.duplex === 'HALF') found.push(aboutEnd('HALF_DUPLEX', end, { ifName: own.ifName }));
  if (!own.hasWideCounters && Math.max(speedBps ?? 0, end.contractedBps) > NARROW_UP_TO_BPS) {
    const speed = speedBps === null ? {} : { speedBps };
    found.push(aboutEnd('NARROW_COUNTERS', end, { ifName: own.ifName, ...speed }));
  }
  return found;
}

/** The name is gone, but exactly one other interface carries the circuit's code: to be asked, never to be done silently. */
function rebinding(end: BoundEnd, byAlias: Interfaces): Contradiction[] {
  const candidates = byAlias.get(end.circuitCode) ?? [];
  const [only] = candidates;
  if (candidates.length !== 1 || only === undefined || only.ifName === '') return [];
  const { ifName, ifIndex } = only;
  const proposal = { ifName, ifIndex, endIds: [end.endId] };
  return [{ ...aboutEnd('PORT_REBIND_NEEDED', end, { ifName: end.ifName, newName: ifName }), proposal }];
}

/** Ends without a port whose circuit's code is the alias of exactly one interface that serves nobody yet. */
function endProposals({ deviceId, ends, freeEnds }: DeviceComparison, byAlias: Interfaces): Contradiction[] {
  const taken = new Set(ends.map(({ ifName }) => ifName));
  const servedHere = new Set(ends.map(({ circuitId }) => circuitId));
  return [...groupBy(freeEnds, ({ circuitId }) => circuitId)].flatMap(([circuitId, own]): Contradiction[] => {
    const circuitCode = own[0]?.circuitCode ?? '';
    const candidates = byAlias.get(circuitCode) ?? [];
    const [only] = candidates;
    // A circuit that has an end here by another interface: its own contradiction is told, not a second binding.
    if (candidates.length !== 1 || only === undefined || servedHere.has(circuitId)) return [];
    if (only.ifName === '' || taken.has(only.ifName)) return [];
    const { ifName, ifIndex } = only;
    return [
      {
        kind: 'END_PROPOSED',
        key: `END_PROPOSED:${deviceId}:${circuitId}`,
        portId: null,
        circuitId,
        evidence: { ifName, ifAlias: circuitCode },
        proposal: { ifName, ifIndex, endIds: own.map(({ endId }) => endId) },
      },
    ];
  });
}

function aboutEnd(kind: InventoryNoticeKind, end: BoundEnd, evidence: Evidence): Contradiction {
  const { portId, circuitId, endId } = end;
  return { kind, key: `${kind}:${endId}`, portId, circuitId, evidence, proposal: null };
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(keyOf(one));
    if (known === undefined) groups.set(keyOf(one), [one]);
    else known.push(one);
  }
  return groups;
}

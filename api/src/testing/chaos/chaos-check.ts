import { portStatus } from '@linewatch/shared';
import type { Database } from '../../database/database.js';
import { groupBy } from '../../features/telemetry/chunks.js';
import { FURTHEST_SLOT_S } from '../../features/telemetry/hand-over.js';
import { portHistory } from '../../features/telemetry/port-transitions.js';
import type { PortSampleRow } from '../../features/telemetry/sample-rows.js';
import { SampleStore } from '../../features/telemetry/sample-store.js';
import { joinEqual, type Piece } from '../../features/telemetry/state-history.js';
import { ManualClock } from '../manual-clock.js';
import { historyOf, startTelemetry } from '../test-telemetry.js';
import type { Journal, JournalReading } from './chaos-journal.js';

/** One thing that was looked at: how many there were, and what was wrong with them. */
export interface Finding {
  readonly what: string;
  readonly count: number;
  readonly wrong: readonly string[];
}

/** What the database holds, held against what the collectors had. */
export interface Verdict {
  readonly missing: number;
  readonly twice: number;
  readonly findings: readonly Finding[];
}

/** Longer than a five minutes that is still open. */
const LATER_MS = 15 * 60_000;
const BUCKET_S = 300;

/** A stretch on the agent's own counter: from one count to the next. No clock has a say in it. */
interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
  /** Whose it is, for whoever has to find out why. */
  readonly told: string;
}

/**
 * Looks whether the database holds each committed reading once, each octet once, roll-ups that are the sums of the
 * readings, and a history without holes that the readings explain.
 */
export async function check(database: Database, journal: Journal): Promise<Verdict> {
  const portIds = [...new Set(journal.intended.map(({ portId }) => portId))];
  const slots = journal.intended.map(({ slot }) => slot);
  const [first, last] = [slots.reduce((a, b) => Math.min(a, b), Infinity), slots.reduce((a, b) => Math.max(a, b), 0)];
  // What two collectors counted in one slot is stored in that one and in a free one after it.
  const stored = await new SampleStore(database).counted(portIds, first, last + FURTHEST_SLOT_S + 1);
  const counted = octets(journal, stored);
  const known = readings(journal, stored, counted.covered);
  const findings = [
    known.finding,
    ...counted.findings,
    await rollUps(database, stored),
    await histories(database, stored),
  ];
  return { missing: known.missing + counted.missing, twice: counted.twice, findings };
}

type Stored = ReadonlyMap<number, readonly PortSampleRow[]>;

/** Each committed reading is stored; or, where two collectors read one port, its octets are in readings of the other. */
function readings(
  { committed }: Journal,
  stored: Stored,
  isCovered: (reading: JournalReading) => boolean,
): { readonly finding: Finding; readonly missing: number } {
  const known = new Set([...stored].flatMap(([portId, rows]) => rows.map(({ slot }) => keyOf({ portId, slot }))));
  const absent = committed.filter((reading) => !known.has(keyOf(reading)));
  const wrong = absent.filter((reading) => !isCovered(reading));
  const elsewhere = absent.length - wrong.length;
  const what = `readings committed to a spool are stored (${String(elsewhere)} of them within another one)`;
  return {
    finding: { what, count: committed.length, wrong: wrong.map((reading) => `missing ${keyOf(reading)}`) },
    missing: wrong.length,
  };
}

interface Octets {
  readonly findings: readonly Finding[];
  readonly missing: number;
  readonly twice: number;
  readonly covered: (reading: JournalReading) => boolean;
}

/** By the agents' own counters: what a collector counted is stored, and no part of it in two readings. */
function octets({ committed, intended }: Journal, stored: Stored): Octets {
  const answers = answersOf(intended);
  const invented: string[] = [];
  const twice: string[] = [];
  const lost: string[] = [];
  const byPort = new Map<number, Stretch[]>();
  let sum = 0n;
  for (const [portId, rows] of stored) {
    const own: Stretch[] = [];
    for (const { slot, takenAt, dtMs, inOctets, inCount } of rows) {
      if (inOctets === null || inCount === null) continue;
      const to = answers.get(portId)?.get(inCount);
      if (to === undefined || answers.get(portId)?.has(told48(to - BigInt(inOctets))) !== true) {
        invented.push(`${keyOf({ portId, slot })}: from or to a count that no agent gave`);
        continue;
      }
      const told = `${String(slot)} (${String(takenAt - (dtMs ?? 0))} to ${String(takenAt)})`;
      own.push({ from: to - BigInt(inOctets), to, told });
      sum += BigInt(inOctets);
    }
    own.sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));
    for (const [at, stretch] of own.entries()) {
      const before = own[at - 1];
      if (before !== undefined && stretch.from < before.to && stretch.to > stretch.from)
        twice.push(
          `port ${String(portId)}: ${String(before.to - stretch.from)} octets in ${before.told} and ${stretch.told}`,
        );
    }
    byPort.set(portId, own);
  }
  const covered = (reading: JournalReading): boolean => {
    const own = stretchOf(reading);
    return own !== null && holes(own, byPort.get(reading.portId) ?? []) === 0n;
  };
  for (const reading of committed) {
    const own = stretchOf(reading);
    const hole = own === null ? 0n : holes(own, byPort.get(reading.portId) ?? []);
    if (hole > 0n) lost.push(`${keyOf(reading)}: ${String(hole)} octets of ${String(reading.inOctets)}`);
  }
  return {
    findings: [
      { what: `octets that the agents counted are stored (${String(sum)})`, count: committed.length, wrong: lost },
      {
        what: 'stretches of the agents’ counters are stored once',
        count: [...byPort.values()].flat().length,
        wrong: twice,
      },
      { what: 'of them go from one answer of an agent to another', count: answers.size, wrong: invented },
    ],
    missing: lost.length,
    twice: twice.length,
    covered,
  };
}

/** All counts that the agents gave, by port, by what is told of them; those that a reading began with among them. */
function answersOf(intended: readonly JournalReading[]): Map<number, Map<number, bigint>> {
  const answers = new Map<number, Map<number, bigint>>();
  for (const { portId, count, inOctets } of intended) {
    if (count === null) continue;
    const own = answers.get(portId) ?? new Map<number, bigint>();
    answers.set(portId, own);
    for (const each of [count, count - BigInt(inOctets ?? 0)]) own.set(told48(each), each);
  }
  return answers;
}

/** What is told of a count. */
function told48(count: bigint): number {
  return Number(BigInt.asUintN(48, count));
}

function stretchOf(reading: JournalReading): Stretch | null {
  const { status, count, inOctets } = reading;
  if (status !== 'OK' || count === null || inOctets === null) return null;
  return { from: count - BigInt(inOctets), to: count, told: keyOf(reading) };
}

/** How much of a stretch is in none of the others, which are in order. */
function holes({ from, to }: Stretch, others: readonly Stretch[]): bigint {
  let [upTo, hole] = [from, 0n];
  for (const other of others) {
    if (other.to <= upTo) continue;
    if (other.from >= to) break;
    if (other.from > upTo) hole += other.from - upTo;
    upTo = other.to;
    if (upTo >= to) return hole;
  }
  return hole + (to - upTo);
}

/** The roll-ups, made up to now, are the sums of the readings. */
async function rollUps(database: Database, stored: Stored): Promise<Finding> {
  const { rollUps: job, rollups } = await startTelemetry(database, new ManualClock(Date.now() + LATER_MS));
  while ((await job.run()) > 0);
  const wrong: string[] = [];
  let count = 0;
  for (const [portId, rows] of stored) {
    const slots = rows.map(({ slot }) => slot);
    const [from, to] = [Math.min(...slots), Math.max(...slots)];
    const buckets = groupBy(rows, ({ slot }) => slot - (slot % BUCKET_S));
    const made = await rollups.ofPort('5m', portId, from - BUCKET_S + 1, to + 1);
    const ofHours = await rollups.ofPort('1h', portId, from - 3_599, to + 1);
    count += made.length;
    for (const [bucket, own] of buckets) {
      const row = made.find((each) => each.bucket === bucket);
      if (row?.inOctets !== total(own) || row.n + row.nullN !== own.length)
        wrong.push(`port ${String(portId)} at ${String(bucket)}`);
    }
    if (ofHours.reduce((sum, { inOctets }) => sum + inOctets, 0) !== total(rows))
      wrong.push(`port ${String(portId)}: the hours are not the sum of the readings`);
    if (made.length !== buckets.size) wrong.push(`port ${String(portId)}: ${String(made.length)} buckets`);
  }
  return { what: 'roll-ups are the sums of the readings', count, wrong };
}

function total(rows: readonly { readonly inOctets: number | null }[]): number {
  return rows.reduce((sum, { inOctets }) => sum + (inOctets ?? 0), 0);
}

/** The history of each port goes on without a hole or an overlap, and up to its last reading it is what readings make. */
async function histories(database: Database, stored: Stored): Promise<Finding> {
  const { ports } = await portsOf(database);
  const wrong: string[] = [];
  for (const [portId, rows] of stored) {
    const pieces = await historyOf(database, 'port', portId);
    const port = ports.get(portId);
    if (port === undefined) continue;
    for (const [at, piece] of pieces.entries()) {
      const next = pieces[at + 1];
      if (piece.to !== (next?.from ?? null)) wrong.push(`port ${String(portId)}: a hole at ${String(piece.to)}`);
    }
    if (pieces.at(-1)?.status !== port.status) wrong.push(`port ${String(portId)}: the present is not its last piece`);
    const samples = rows.toSorted((one, other) => one.takenAt - other.takenAt);
    const told = portHistory(
      samples.map(({ takenAt, adminStatus, operStatus, lastChangeAt }) => ({
        takenAt,
        lastChangeAt,
        status: portStatus(adminStatus, operStatus, port.role),
      })),
      port.intervalMs,
      null,
    );
    const [from, until] = [samples[0]?.takenAt ?? 0, samples.at(-1)?.takenAt ?? 0];
    const [own, expected] = [between(pieces, from, until), between(told, from, until)];
    // Where a clock was set back, slots and times are in different orders, and neighbours are not to be found by slot.
    if (!isInOrder(samples)) continue;
    if (JSON.stringify(own) !== JSON.stringify(expected))
      wrong.push(`port ${String(portId)}: ${JSON.stringify(own)} is not ${JSON.stringify(expected)}`);
  }
  return { what: 'histories go on without holes, and are what the readings make', count: stored.size, wrong };
}

function isInOrder(samples: readonly PortSampleRow[]): boolean {
  return samples.every(({ slot }, at) => at === 0 || slot > (samples[at - 1]?.slot ?? 0));
}

/** Pieces between two moments, by status and time alone. */
function between(pieces: readonly Piece[], first: number, until: number): (readonly [string, number, number])[] {
  const within = pieces
    .filter(({ from, to }) => from < until && (to === null || to > first))
    .map(({ status, from, to }) => ({ status, from: Math.max(from, first), to: Math.min(to ?? until, until) }))
    .map((piece) => ({ ...piece, sides: '', evidence: '' }));
  return joinEqual(within).map(({ status, from, to }) => [status, from, to ?? until] as const);
}

async function portsOf(
  database: Database,
): Promise<{ ports: Map<number, { role: 'PRIMARY'; intervalMs: number; status: string }> }> {
  const rows = await database.read<{ id: number; role: string; intervalS: number; status: string }>(
    `SELECT p.id AS id, p.role AS role, pp.interval_s AS intervalS, ps.status AS status
     FROM port p JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
       JOIN port_state ps ON ps.port_id = p.id`,
  );
  const ports = rows.map(
    ({ id, role, intervalS, status }) =>
      [id, { role: role as 'PRIMARY', intervalMs: intervalS * 1_000, status }] as const,
  );
  return { ports: new Map(ports) };
}

function keyOf({ portId, slot }: { readonly portId: number; readonly slot: number }): string {
  return `${String(portId)} ${String(slot)}`;
}

import type { Appetite, ChaosProcess } from './chaos-process.js';
import { check, type Verdict } from './chaos-check.js';
import { ChaosHouse } from './chaos-house.js';
import { readJournal } from './chaos-journal.js';
import type { DatabaseServer } from './database-server.js';
import { type Fault, FAULTS } from './faults.js';
import { Seeded } from './seeded.js';

export interface ChaosOptions {
  readonly seed: number;
  /** How many faults at most. */
  readonly faults: number;
  /** After so long no new fault begins; ms. */
  readonly forMs: number;
  readonly intervalS: number;
  /** Longest time between two faults; ms. */
  readonly quietMs: number;
  /** Whether the collectors take devices over from each other. */
  readonly takeOvers: boolean;
  /** Leaves faults out, by name. */
  readonly without?: readonly string[];
  /** The database server, where it may be killed. */
  readonly server?: DatabaseServer | null;
  readonly say?: (line: string) => void;
}

export interface ChaosReport extends Verdict {
  /** What happened, in its order. */
  readonly happened: readonly string[];
  /** What could not be done here, and why. */
  readonly skipped: readonly string[];
  /** Everything else that was wrong: processes that ended by themselves, or did not end when asked, or took too much. */
  readonly wrong: readonly string[];
  readonly appetites: Readonly<Record<string, Appetite>>;
}

/** What a process may take; a collector of this house polls some 40 devices. */
const MOST = { rssMb: { API: 700, collector: 350 }, files: 400 } as const;
const MEASURED_EVERY_MS = 250;

/** Lets a house of processes go through faults that a seed chooses, and looks what is left of the readings. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const seeded = new Seeded(options.seed);
  const say = options.say ?? (() => undefined);
  const { intervalS, takeOvers, server = null } = options;
  const house = await ChaosHouse.open({ intervalS, seeded, takeOvers, server });
  const measuring = setInterval(() => {
    for (const process of house.processes) process.measure();
  }, MEASURED_EVERY_MS);
  try {
    const wanted = FAULTS.filter(({ name }) => options.without?.includes(name) !== true);
    const possible = wanted.filter(({ obstacle }) => obstacle(house) === null);
    const skipped = wanted.flatMap(({ name, obstacle }) => {
      const why = obstacle(house);
      return why === null ? [] : [`${name}: ${why}`];
    });
    const happened = await letHappen(house, possible, seeded, options, say);
    say('the faults are over; what waits is delivered');
    await house.drain();
    // The API last: collectors may still be at its door.
    for (const process of house.processes.toReversed()) await process.stop();
    const wrong = [...house.processes.flatMap(({ ownEnds }) => ownEnds), ...tooMuch(house.processes)];
    const verdict = await check(house.test.database, readJournal(house.collectors.map(({ journal }) => journal)));
    const appetites = Object.fromEntries(house.processes.map(({ name, appetite }) => [name, appetite]));
    return { ...verdict, happened, skipped, wrong, appetites };
  } finally {
    clearInterval(measuring);
    await house.close();
  }
}

async function letHappen(
  house: ChaosHouse,
  possible: readonly Fault[],
  seeded: Seeded,
  { faults, forMs, quietMs }: ChaosOptions,
  say: (line: string) => void,
): Promise<string[]> {
  const happened: string[] = [];
  const until = performance.now() + forMs;
  let round: Fault[] = [];
  while (happened.length < faults && performance.now() < until) {
    if (round.length === 0) round = seeded.shuffled(possible);
    const next = round.pop();
    if (next === undefined) break;
    say(`${String(happened.length + 1)} ${next.name}`);
    await next.happen(house, seeded);
    happened.push(next.name);
    await new Promise((resolve) => setTimeout(resolve, seeded.between(0, quietMs)));
  }
  return happened;
}

function tooMuch(processes: readonly ChaosProcess[]): string[] {
  return processes.flatMap(({ name, appetite }) => {
    const most = name === 'API' ? MOST.rssMb.API : MOST.rssMb.collector;
    const wrong: string[] = [];
    if (appetite.rssMb > most) wrong.push(`${name} took ${String(appetite.rssMb)} MB of memory`);
    if (appetite.files > MOST.files) wrong.push(`${name} had ${String(appetite.files)} files open`);
    return wrong;
  });
}

/** Whether nothing at all was wrong. */
export function isClean({ missing, twice, wrong, findings }: ChaosReport): boolean {
  return missing + twice + wrong.length === 0 && findings.every((finding) => finding.wrong.length === 0);
}

import { randomUUID } from 'node:crypto';
import { type CrashPoint, DeadlyDatabase, Killed } from '../../testing/crash-points.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';

const INTERVAL_MS = 10_000;
const LINES = 50;
const CYCLES = 10;
/** Down for five polls, well for seven; then so long nothing that no line is damped. */
const POLLS = 'dddddwwwwwww';
const QUIET_MS = 1_800_000;
const PATIENCE_MS = 300_000;
const STRIDE = 7;

describe('500 cycles of an alarm', () => {
  let tests: TestDatabase[] = [];

  afterEach(async () => {
    for (const test of tests) await test.close();
    tests = [];
  });

  it(
    'leave the same behind when the worker is killed between any two steps as when it is not',
    async () => {
      const calm = await lived(untouched);
      const killer = new Killer();
      const broken = await lived((turn, deadly) => killer.survive(turn, deadly));

      expect(killer.kills).toBeGreaterThan(500);
      expect(broken).toEqual(calm);
      const told = (what: string): number => calm.events.filter((line) => line.includes(what)).length;
      expect([told('CIRCUIT_DOWN RAISED'), told('CIRCUIT_DOWN CLEARED')]).toEqual([LINES * CYCLES, LINES * CYCLES]);
      expect(calm.notices.length).toBe(2 * LINES * CYCLES);
    },
    PATIENCE_MS,
  );

  /** What all cycles leave behind. */
  async function lived(survive: Survival): Promise<Left> {
    const test = await openTestDatabase();
    tests.push(test);
    const clock = new ManualClock(1_800_000_000_000);
    const { ingest } = await startTelemetry(test.database, clock);
    const deadly = new DeadlyDatabase(test.database);
    const engine = await startFaults(deadly.database, clock);
    const lines: StoredLine[] = [];
    for (let index = 0; index < LINES; index += 1) {
      lines.push(await aStoredLine(test.database, { unmonitored: ['Z'] }));
    }
    for (const poll of Array.from({ length: CYCLES }, () => ['w', 'w', ...POLLS, '-']).flat()) {
      clock.advance(poll === '-' ? QUIET_MS : INTERVAL_MS);
      if (poll === '-') continue;
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / 1_000);
      const readings = lines.map(({ portA }) =>
        (poll === 'd' ? aDownReading : aReading)({ portId: portA, slot, takenAt }),
      );
      await ingest.take(randomUUID(), aBatch(readings));
      await survive(() => workedOff(engine), deadly);
      await survive(() => engine.lookAtConditions(), deadly);
    }
    return leftBehind(test, lines);
  }

  async function workedOff(engine: AlarmEngine): Promise<void> {
    while ((await engine.lookAtDue()) > 0);
  }
});

/** Has a turn done, whatever happens to it. */
type Survival = (turn: () => Promise<void>, deadly: DeadlyDatabase) => Promise<void>;

const untouched: Survival = (turn) => turn();

/** Kills each turn at every seventh of its statements and then right after its commit; the next turn begins elsewhere. */
class Killer {
  kills = 0;
  private turns = 0;

  async survive(turn: () => Promise<void>, deadly: DeadlyDatabase): Promise<void> {
    this.turns += 1;
    for (let step = 1 + (this.turns % STRIDE); await this.dies(turn, deadly, step); step += STRIDE);
    await this.dies(turn, deadly, 'after');
    await turn();
  }

  private async dies(turn: () => Promise<void>, deadly: DeadlyDatabase, point: CrashPoint): Promise<boolean> {
    deadly.killNext(point);
    try {
      await turn();
      return false;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.kills += 1;
      return true;
    }
  }
}

/** Rows as words, each by the number of their line instead of ids. */
interface Left {
  readonly alarms: readonly string[];
  readonly events: readonly string[];
  readonly faults: readonly string[];
  readonly log: readonly string[];
  readonly notices: readonly string[];
}

async function leftBehind({ database }: TestDatabase, lines: readonly StoredLine[]): Promise<Left> {
  const names = new Map(
    lines.flatMap(({ circuitId, portA }, index) => [
      [circuitId, `line ${String(index)}`],
      [String(portA), `port ${String(index)}`],
    ]),
  );
  const told = async (sql: string): Promise<string[]> => {
    const rows = await database.read<Record<string, unknown>>(sql);
    return rows.map((row) => {
      const [id, ...rest] = Object.values(row).map(String);
      return [names.get(id ?? '') ?? '?', ...rest].join(' ');
    });
  };
  return {
    alarms: (
      await told(`SELECT object_id, code, state, raised_at, last_raised_at, changed_at, cleared_at, reported_at,
        raise_count, version FROM alarm`)
    ).sort(),
    events: (
      await told(`SELECT a.object_id, a.code, e.kind, e.at, e.recorded_at FROM alarm_event e
        JOIN alarm a ON a.id = e.alarm_id`)
    ).sort(),
    faults: (
      await told(`SELECT circuit_id, kind, reason, since, until_at, changed_at, raise_count, version FROM fault`)
    ).sort(),
    log: (await told('SELECT circuit_id, kind, at, recorded_at FROM fault_change')).sort(),
    notices: (
      await told('SELECT f.circuit_id, n.kind, f.since FROM notice_event n JOIN fault f ON f.id = n.object_id')
    ).sort(),
  };
}

import type { Database } from '../database/database.js';
import { CollectorHealth } from '../features/collectors/index.js';
import { BoundEnds } from '../features/discovery/bound-ends.repository.js';
import { ContradictionWatch } from '../features/discovery/contradiction-watch.js';
import { DiscoverySchedule } from '../features/discovery/discovery-schedule.repository.js';
import { NoticeRepository } from '../features/discovery/notice.repository.js';
import { CollectorRepository } from '../features/identity/index.js';
import { BatchParts } from '../features/telemetry/batch-parts.js';
import { ChangeAnnouncer } from '../features/telemetry/change-announcer.js';
import { CircuitKeeper } from '../features/telemetry/circuit-keeper.js';
import { CircuitStateRepository } from '../features/telemetry/circuit-state.repository.js';
import { DeviceContactRepository } from '../features/telemetry/device-contact.repository.js';
import { HandOver } from '../features/telemetry/hand-over.js';
import { HourSealing } from '../features/telemetry/hour-sealing.js';
import { IngestLedger } from '../features/telemetry/ingest-ledger.repository.js';
import { IngestService } from '../features/telemetry/ingest.service.js';
import { PortStateRepository } from '../features/telemetry/port-state.repository.js';
import { QuietReadings } from '../features/telemetry/quiet-readings.js';
import { type KeptDays, Retention } from '../features/telemetry/retention.js';
import { RollUps } from '../features/telemetry/roll-ups.js';
import { RollupRepository } from '../features/telemetry/rollup.repository.js';
import { SampleStore } from '../features/telemetry/sample-store.js';
import { ShortBreaks } from '../features/telemetry/short-breaks.js';
import { ShownStateRepository } from '../features/telemetry/shown-state.repository.js';
import { SilenceJudge } from '../features/telemetry/silence-judge.js';
import { SilenceWatch } from '../features/telemetry/silence-watch.js';
import { StateIntervalRepository } from '../features/telemetry/state-interval.repository.js';
import { StateKeeper } from '../features/telemetry/state-keeper.js';
import { Topology } from '../features/telemetry/topology.js';
import type { Clock } from '../platform/clock/clock.js';

/** The parts of telemetry over a database, without HTTP and without jobs: a spec does what the jobs would. */
export interface TestTelemetry {
  readonly ingest: IngestService;
  readonly parts: BatchParts;
  readonly quiet: QuietReadings;
  readonly rollUps: RollUps;
  readonly rollups: RollupRepository;
  readonly samples: SampleStore;
  readonly silence: SilenceWatch;
  readonly sealing: HourSealing;
  readonly retention: Retention;
}

/** Short enough that a spec can wait for it, by a clock that it moves. */
export const KEPT: KeptDays = { RETAIN_RAW_DAYS: 10, RETAIN_5M_DAYS: 20, RETAIN_1H_DAYS: 30, RETAIN_1D_DAYS: 40 };

/** Telemetry as it is right after a start of the API: the clock's time is the start. */
export async function startTelemetry(database: Database, clock: Clock): Promise<TestTelemetry> {
  const samples = new SampleStore(database);
  const rollups = new RollupRepository(database);
  const topology = new Topology();
  const ports = new PortStateRepository(database, topology);
  const history = new StateIntervalRepository();
  const ledger = new IngestLedger(database);
  const announcer = new ChangeAnnouncer();
  const judge = new SilenceJudge(clock);
  const shown = new ShownStateRepository(database, clock);
  const circuitStates = new CircuitStateRepository();
  const circuits = new CircuitKeeper(circuitStates, ports, history, topology, shown);
  const states = new StateKeeper(ports, history, samples, circuits, new ShortBreaks(samples, topology));
  const devices = new DeviceContactRepository();
  const handOver = new HandOver(samples);
  const parts = new BatchParts();
  const health = new CollectorHealth(new CollectorRepository(database));
  const notices = new NoticeRepository(database);
  const schedule = new DiscoverySchedule(database);
  const contradictions = new ContradictionWatch(database, clock, new BoundEnds(database), notices, schedule);
  const quiet = new QuietReadings(topology, ports, samples, circuitStates, judge);
  const ingest = new IngestService(
    database,
    clock,
    ledger,
    samples,
    rollups,
    ports,
    devices,
    states,
    announcer,
    judge,
    handOver,
    health,
    parts,
    contradictions,
    quiet,
  );
  await ingest.onModuleInit();
  return {
    ingest,
    parts,
    quiet,
    rollUps: new RollUps(database, rollups, samples, clock),
    rollups,
    samples,
    silence: new SilenceWatch(database, clock, ports, states, ledger, announcer, judge),
    sealing: new HourSealing(database, samples, rollups, ledger, clock),
    retention: new Retention(samples, rollups, ledger, clock, KEPT),
  };
}

/** One stored piece of history, times in ms. */
export interface StoredInterval {
  readonly status: string;
  readonly from: number;
  readonly to: number | null;
  readonly sides: string;
  readonly evidence: string;
}

/** The whole history of a port or a circuit, oldest first. */
export async function historyOf(
  database: Database,
  kind: 'port' | 'circuit',
  id: string | number,
): Promise<StoredInterval[]> {
  const rows = await database.read<Record<keyof StoredInterval, string | number | null>>(
    `SELECT status, from_at AS "from", to_at AS "to", sides, evidence FROM state_interval
     WHERE object_type = ? AND object_id = ? ORDER BY from_at`.replaceAll(
      '"',
      database.dialect === 'mysql' ? '`' : '"',
    ),
    [kind, String(id)],
  );
  return rows.map((row) => ({
    status: String(row.status),
    from: Number(row.from),
    to: row.to === null ? null : Number(row.to),
    sides: String(row.sides),
    evidence: String(row.evidence),
  }));
}

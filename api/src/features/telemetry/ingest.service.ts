import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Batch,
  type BatchReceipt,
  type DevicePoll,
  type Reading,
  readingAt,
  type ReadingTable,
  type TableRows,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { CollectorHealth } from '../collectors/index.js';
import { ContradictionWatch } from '../discovery/index.js';
import { blockOf } from '../port-pages/index.js';
import { BatchParts } from './batch-parts.js';
import { BUCKET_S, fiveMinutes } from './buckets.js';
import { ChangeAnnouncer, type ChangedCircuit } from './change-announcer.js';
import { noteChanged, spoiltPorts } from './changed-objects.js';
import {
  type AsideRow,
  checkReadings,
  isTable,
  namedPorts,
  openReadings,
  rowsOf,
  type UncheckedRow,
} from './check-readings.js';
import { DeviceContactRepository, FAILURES_UNTIL_UNREACHABLE } from './device-contact.repository.js';
import { HandOver } from './hand-over.js';
import { IngestGate } from './ingest-gate.js';
import { type BatchKey, IngestLedger } from './ingest-ledger.repository.js';
import { PortStateRepository, type WatchedPort } from './port-state.repository.js';
import { QuietReadings } from './quiet-readings.js';
import { RollupRepository } from './rollup.repository.js';
import { SampleStore } from './sample-store.js';
import { SilenceJudge } from './silence-judge.js';
import { type SilentPort, StateKeeper } from './state-keeper.js';

/**
 * Takes batches in. All that follows from one is committed together or not at all, and only then is it acknowledged;
 * the ledger makes a batch that comes again harmless, and (port, slot) a reading that comes again in another batch.
 */
@Injectable()
export class IngestService implements OnModuleInit {
  private readonly gate = new IngestGate();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ledger: IngestLedger,
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly ports: PortStateRepository,
    private readonly devices: DeviceContactRepository,
    private readonly states: StateKeeper,
    private readonly announcer: ChangeAnnouncer,
    private readonly silence: SilenceJudge,
    private readonly handOver: HandOver,
    private readonly health: CollectorHealth,
    private readonly parts: BatchParts,
    private readonly contradictions: ContradictionWatch,
    private readonly quiet: QuietReadings,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.ledger.prepare();
  }

  /**
   * @param collectorId who delivers
   * @throws DomainError `ingest.batch-malformed`, `ingest.overloaded`
   */
  async take(collectorId: string, batch: Batch): Promise<BatchReceipt> {
    const opened = openReadings(batch.readings);
    return this.gate.pass(() => this.store({ collectorId, epoch: batch.epoch, seq: batch.seq }, opened, batch));
  }

  private async store(
    key: BatchKey,
    opened: ReadingTable | readonly UncheckedRow[],
    batch: Batch,
  ): Promise<BatchReceipt> {
    const now = this.clock.now();
    const polls = trustedPolls(batch);
    let heard: Taken['heard'] = [];
    const receipt = await this.database.transaction(async (tx) => {
      await this.ledger.inOrder(tx);
      if (!(await this.ledger.enter(tx, key, now))) return { duplicate: true, stored: 0, known: 0, setAside: [] };
      const silent = await this.givenUp(tx, polls, now);
      const taken =
        isTable(opened) && silent.length === 0
          ? await this.takeTable(tx, key, opened, now)
          : await this.takeWhole(tx, key, rowsOf(opened), silent, now);
      heard = taken.heard;
      if (!(await this.ledger.isOvertaken(tx, key))) await this.health.note(tx, key.collectorId, batch, now);
      await this.devices.record(tx, polls, now);
      await this.announcer.announce(tx, taken.changed, now, taken.isQuiet);
      await this.ledger.keepAside(tx, key.collectorId, await this.parts.store(tx, batch, now), now);
      await this.ledger.note(tx, key, taken.stored);
      return { duplicate: false, stored: taken.stored, known: taken.known, setAside: [...taken.aside] };
    });
    // Committed: what follows is about the inventory, and never about whether the readings are stored.
    for (const some of heard) await this.contradictions.heard(some);
    return receipt;
  }

  /** The quiet readings by the short way, and what says something new after them. */
  private async takeTable(tx: Transaction, key: BatchKey, table: ReadingTable, now: number): Promise<Taken> {
    const { rows, circuits, buckets, left } = await this.quiet.take(tx, table, now);
    await this.rollups.markDirty(tx, '5m', buckets);
    const quiet = {
      stored: rows.length,
      known: 0,
      aside: [],
      changed: circuits,
      heard: [{ table, rows }],
      isQuiet: true,
    };
    if (left.length === 0 && rows.length > 0) return quiet;
    const readings = left.map((row) => readingAt(table, row));
    const loud = await this.takeWhole(tx, key, readings, [], now);
    const told = new Set(loud.changed.map(({ circuitId }) => circuitId));
    return {
      ...loud,
      stored: rows.length + loud.stored,
      aside: loud.aside.map(({ row, reason }) => ({ row: left[row] ?? row, reason })),
      changed: [...circuits.filter(({ circuitId }) => !told.has(circuitId)), ...loud.changed],
      heard: [...quiet.heard, ...loud.heard],
    };
  }

  private async takeWhole(
    tx: Transaction,
    { collectorId }: BatchKey,
    rows: readonly UncheckedRow[],
    silent: readonly SilentPort[],
    now: number,
  ): Promise<Taken> {
    const facts = await this.ports.watched(tx, namedPorts(rows));
    const { readings: delivered, aside } = checkReadings(rows, (portId) => facts.has(portId), now);
    const { readings, joints } = await this.handOver.settle(delivered, facts);
    await this.ports.joined(tx, joints);
    const { stored, kept } = await this.keepSamples(tx, readings, facts.keys());
    const changed = await this.keepStates(tx, kept, facts, silent);
    await noteChanged(tx, 'errors', spoiltPorts(kept));
    const refused = aside.map(({ row, reason }) => ({ reason, row: rows[row] }));
    await this.ledger.keepAside(tx, collectorId, refused, now);
    return { stored, known: delivered.length - stored, aside, changed, heard: [readings], isQuiet: false };
  }

  /** @returns how many were new, and those that are stored now exactly so */
  private async keepSamples(
    tx: Transaction,
    readings: readonly Reading[],
    portIds: Iterable<number>,
  ): Promise<{ stored: number; kept: readonly Reading[] }> {
    const fresh = await this.samples.append(tx, readings, await this.ports.reach(tx, portIds));
    await this.ports.reached(tx, fresh);
    const kept = fresh.length === readings.length ? readings : await this.samples.storedAsSent(tx, readings);
    await this.markRollUps(tx, kept);
    return { stored: fresh.length, kept };
  }

  /** The five minutes that run are made of all ports; of those that are over only what came late is made anew. */
  private async markRollUps(tx: Transaction, readings: readonly Reading[]): Promise<void> {
    const over = fiveMinutes(Math.floor(this.clock.now() / 1_000)) - BUCKET_S['5m'];
    const running = new Set<number>();
    const late = new Map<number, Set<number>>();
    for (const { portId, slot } of readings) {
      const bucket = fiveMinutes(slot);
      if (bucket >= over) running.add(bucket);
      else late.set(bucket, (late.get(bucket) ?? new Set()).add(blockOf(portId)));
    }
    await this.rollups.markDirty(tx, '5m', [...running]);
    for (const [bucket, blocks] of [...late].sort(([one], [other]) => one - other)) {
      await this.rollups.markBlocks(tx, '5m', bucket, [...blocks]);
    }
  }

  private async keepStates(
    tx: Transaction,
    readings: readonly Reading[],
    facts: ReadonlyMap<number, WatchedPort>,
    silent: readonly SilentPort[],
  ): Promise<ChangedCircuit[]> {
    let longest = 0;
    for (const { intervalMs } of facts.values()) longest = Math.max(longest, intervalMs);
    return this.states.apply(tx, { readings, facts, silent, judgedAt: this.silence.judgedAt(longest) });
  }

  /** The ports of devices that did not answer several polls in a row. */
  private async givenUp(tx: Transaction, polls: readonly DevicePoll[], now: number): Promise<SilentPort[]> {
    const failed = polls.filter(
      ({ failures, fault, at }) => fault !== null && failures >= FAILURES_UNTIL_UNREACHABLE && at <= now,
    );
    const at = new Map(failed.map((poll) => [poll.deviceId, poll.at]));
    const ports = await this.ports.knownPortsOf(tx, [...at.keys()]);
    return ports.flatMap(({ deviceId, ...facts }) => {
      const gaveUpAt = at.get(deviceId);
      return gaveUpAt === undefined ? [] : [{ ...facts, at: gaveUpAt, gaveUp: true }];
    });
  }
}

/** What became of the readings of a batch. */
interface Taken {
  readonly stored: number;
  readonly known: number;
  readonly aside: readonly AsideRow[];
  readonly changed: readonly ChangedCircuit[];
  readonly heard: readonly (TableRows | readonly Reading[])[];
  /** Whether none of the readings said anything but newer figures. */
  readonly isQuiet: boolean;
}

/**
 * The polls that say something of the devices. An impaired collector fails by itself, so its faults say nothing of
 * them: what it does not hear of becomes unknown by silence.
 */
function trustedPolls({ devices, impairedSince = null }: Batch): readonly DevicePoll[] {
  return impairedSince === null ? devices : devices.filter(({ fault }) => fault === null);
}

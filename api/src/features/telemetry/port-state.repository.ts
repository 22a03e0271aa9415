import { Injectable } from '@nestjs/common';
import type { PortRole } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { blockOf, blocksOf, type Point, type PortNow, PortPage, type StoredPage } from '../port-pages/index.js';
import { toChunks } from './chunks.js';
import { among } from './hours.js';
import { PageShelf } from './page-shelf.js';
import { isSilent } from './port-transitions.js';
import { type PortFacts, Topology } from './topology.js';

export type { PortNow } from '../port-pages/index.js';
export type { PortFacts } from './topology.js';

/** A port, and how far its stored readings reach. */
export interface WatchedPort extends PortFacts {
  /** ms; when the newest reading was taken, null before the first. */
  readonly sampleAt: number | null;
  /** The highest slot that is stored of it. */
  readonly reach: number | null;
  /** Where its readings end: whatever begins there shares nothing with them; null: that is not known. */
  readonly joint: Point | null;
}

const IDS_A_QUERY = 500;
const BLOCK_COLUMNS = ['block', 'silent_at', 'ports', 'body', 'mark'];
const BLOCK_KEYS = ['block'];
/** The columns of a StoredPage. */
const PAGE = 'block, ports, body';
const STATE_KEYS = ['port_id'];
const STATE_COLUMNS = ['port_id', 'status', 'since', 'sample_at', 'slot', 'in_bps', 'out_bps', 'if_index', 'speed_bps'];

/**
 * The present state of the ports. It lies in `port_block`, many ports a row, since every reading changes it. For what is
 * asked with SQL `port_state` has a row a port, as it was when its status, index or speed last changed.
 *
 * Who writes holds the lock of the batches: a block that was read in a transaction stays at hand until it ends.
 */
@Injectable()
export class PortStateRepository {
  private readonly pages = new WeakMap<Transaction, Map<number, PortPage>>();
  private readonly shelf = new PageShelf();

  constructor(
    private readonly database: Database,
    private readonly topology: Topology,
  ) {}

  /** The ports of this house among some numbers, with how far their stored readings reach. */
  async watched(tx: Transaction, portIds: readonly number[]): Promise<Map<number, WatchedPort>> {
    const facts = await this.topology.facts(tx, portIds);
    const pages = await this.open(tx, facts.keys());
    const found = new Map<number, WatchedPort>();
    for (const [portId, known] of facts) {
      const page = pages.get(blockOf(portId));
      const sampleAt = page?.get(portId)?.sampleAt ?? null;
      found.set(portId, { ...known, sampleAt, reach: page?.reach(portId) ?? null, joint: page?.joint(portId) ?? null });
    }
    return found;
  }

  facts(tx: Transaction, portIds: Iterable<number>): Promise<Map<number, PortFacts>> {
    return this.topology.facts(tx, portIds);
  }

  /** The present states of some ports; ports that never answered have none. */
  async states(tx: Transaction, portIds: Iterable<number>): Promise<Map<number, PortNow>> {
    const pages = await this.open(tx, portIds);
    const found = new Map<number, PortNow>();
    for (const portId of portIds) {
      const now = pages.get(blockOf(portId))?.get(portId);
      if (now !== undefined) found.set(portId, now);
    }
    return found;
  }

  /** The highest slot that is stored of a port, null where none is. */
  async reach(tx: Transaction, portIds: Iterable<number>): Promise<(portId: number) => number | null> {
    const pages = await this.open(tx, portIds);
    return (portId) => pages.get(blockOf(portId))?.reach(portId) ?? null;
  }

  /** Says that readings were stored; kept with the next `save` of the transaction. */
  async reached(tx: Transaction, readings: readonly { portId: number; slot: number }[]): Promise<void> {
    const pages = await this.open(
      tx,
      readings.map(({ portId }) => portId),
    );
    for (const { portId, slot } of readings) pages.get(blockOf(portId))?.reached(portId, slot);
  }

  /** Says where the readings of some ports end; kept with the next `save` of the transaction. */
  async joined(tx: Transaction, joints: ReadonlyMap<number, Point | null>): Promise<void> {
    const pages = await this.open(tx, joints.keys());
    for (const [portId, joint] of joints) pages.get(blockOf(portId))?.join(portId, joint);
  }

  async save(tx: Transaction, states: readonly PortNow[]): Promise<void> {
    const pages = await this.open(
      tx,
      states.map(({ portId }) => portId),
    );
    const news: PortNow[] = [];
    for (const now of states) {
      const page = pages.get(blockOf(now.portId));
      if (isNews(page?.get(now.portId), now)) news.push(now);
      page?.set(now);
    }
    await this.saveChanged(tx, pages);
    await tx.insertMany('port_state', STATE_COLUMNS, STATE_KEYS, news.map(toRow), 'update');
  }

  /** Ports whose newest reading is too old to stand for `now` (ms) and that are not told as unknown yet. */
  async silent(now: number): Promise<PortFacts[]> {
    const rows = await this.database.read<StoredPage>(`SELECT ${PAGE} FROM port_block WHERE silent_at < ?`, [now]);
    const heardAt = new Map<number, number>();
    for (const page of rows.map((row) => PortPage.open(row))) {
      for (const portId of page.portIds) {
        const { status = 'UNKNOWN', sampleAt = null } = page.get(portId) ?? {};
        if (status !== 'UNKNOWN' && sampleAt !== null) heardAt.set(portId, sampleAt);
      }
    }
    const found: PortFacts[] = [];
    for (const some of toChunks([...heardAt.keys()], IDS_A_QUERY)) {
      const facts = await this.database.read<{ portId: number; role: string; intervalS: number }>(
        `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS
         FROM port p JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
         WHERE ${among('p.id', some)}`,
        some,
      );
      found.push(
        ...facts.map(toFacts).filter((port) => isSilent(heardAt.get(port.portId) ?? now, port.intervalMs, now)),
      );
    }
    return found;
  }

  /** The ports of some devices that are not told as unknown. */
  async knownPortsOf(tx: Transaction, deviceIds: readonly string[]): Promise<(PortFacts & { deviceId: string })[]> {
    const found: (PortFacts & { deviceId: string })[] = [];
    for (const ids of toChunks(deviceIds, IDS_A_QUERY)) {
      const rows = await tx.query<{ portId: number; role: string; intervalS: number; deviceId: string }>(
        `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS, d.id AS deviceId
         FROM device d JOIN port p ON p.device_id = d.id JOIN port_state ps ON ps.port_id = p.id
           JOIN poll_profile pp ON pp.id = d.poll_profile_id
         WHERE ${among('d.id', ids)} AND ps.status <> 'UNKNOWN'`,
        ids,
      );
      found.push(...rows.map((row) => ({ ...toFacts(row), deviceId: row.deviceId })));
    }
    return found;
  }

  /** What the collector noted with the newest stored reading of those of some ports that have one. */
  async resumeNotes(portIds: Iterable<number>): Promise<Map<number, string>> {
    const notes = new Map<number, string>();
    for (const blocks of toChunks(blocksOf(portIds), IDS_A_QUERY)) {
      const rows = await this.database.read<StoredPage>(
        `SELECT ${PAGE} FROM port_block WHERE ${among('block', blocks)}`,
        blocks,
      );
      for (const row of rows) {
        const page = PortPage.open(row);
        for (const portId of page.portIds) {
          const resume = page.get(portId)?.resume ?? null;
          if (resume !== null) notes.set(portId, resume);
        }
      }
    }
    return notes;
  }

  /** The blocks of some ports, and others that were opened in this transaction. */
  open(tx: Transaction, portIds: Iterable<number>): Promise<ReadonlyMap<number, PortPage>> {
    return this.openBlocks(tx, blocksOf(portIds));
  }

  /** Some blocks, and others that were opened in this transaction. */
  async openBlocks(tx: Transaction, wanted: Iterable<number>): Promise<ReadonlyMap<number, PortPage>> {
    const pages = this.pages.get(tx) ?? new Map<number, PortPage>();
    this.pages.set(tx, pages);
    const missing = [...wanted].filter((block) => !pages.has(block)).sort((one, other) => one - other);
    for (const blocks of toChunks(missing, IDS_A_QUERY)) await this.load(tx, blocks, pages);
    return pages;
  }

  /** Saves the pages that were changed; alone where status, index and speed of every port stayed as they were. */
  async saveChanged(tx: Transaction, pages: ReadonlyMap<number, PortPage>): Promise<void> {
    const changed = [...pages.values()].filter(({ isChanged }) => isChanged);
    const portIds = changed.map((page) => page.portIds);
    const { ports } = await this.topology.view(tx, portIds.flat());
    let read = 0;
    const rows = changed.map((page, nth) => {
      page.isChanged = false;
      page.mark = this.shelf.newMark();
      const own = ports.slice(read, (read += portIds[nth]?.length ?? 0));
      const silentAt = page.silentAt(own);
      return [page.block, silentAt, '', page.toOctets(), page.mark];
    });
    for (const page of pages.values()) this.shelf.put(page);
    await tx.insertMany('port_block', BLOCK_COLUMNS, BLOCK_KEYS, rows, 'update');
  }

  private async load(tx: Transaction, blocks: readonly number[], pages: Map<number, PortPage>): Promise<void> {
    const marks = await tx.query<{ block: number; mark: number | string }>(
      `SELECT block, mark FROM port_block WHERE ${among('block', blocks)}`,
      blocks,
    );
    const outdated = new Map<number, number>();
    for (const { block, mark } of marks) {
      const page = this.shelf.take(block, Number(mark));
      if (page === undefined) outdated.set(block, Number(mark));
      else pages.set(block, page);
    }
    if (outdated.size > 0) {
      const unread = [...outdated.keys()];
      const rows = await tx.query<StoredPage>(`SELECT ${PAGE} FROM port_block WHERE ${among('block', unread)}`, unread);
      for (const row of rows) {
        const page = PortPage.open(row);
        page.mark = outdated.get(row.block) ?? null;
        pages.set(row.block, page);
      }
    }
    for (const block of blocks) if (!pages.has(block)) pages.set(block, new PortPage(block));
  }
}

/** Whether what is asked with SQL of a port has changed. */
function isNews(before: PortNow | undefined, now: PortNow): boolean {
  return (
    before?.status !== now.status ||
    before.since !== now.since ||
    before.ifIndex !== now.ifIndex ||
    before.speedBps !== now.speedBps
  );
}

function toRow(now: PortNow): (string | number | null)[] {
  return [now.portId, now.status, now.since, now.sampleAt, now.slot, now.inBps, now.outBps, now.ifIndex, now.speedBps];
}

function toFacts(row: { portId: number; role: string; intervalS: number }): PortFacts {
  return { portId: row.portId, role: row.role as PortRole, intervalMs: row.intervalS * 1_000 };
}

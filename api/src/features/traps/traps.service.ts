import { Injectable } from '@nestjs/common';
import type { BatchReceipt, TrapBatch, TrapPage, TrapQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { toTrapView } from './trap.mapper.js';
import { TRAP_ORDER, TrapRepository } from './trap.repository.js';

/** A collector's clock may be this much ahead of ours; what claims to be of later is not kept among the newest. */
const LONGEST_AHEAD_MS = 5 * 60_000;

/** Takes traps in, and what operations staff read of them. */
@Injectable()
export class TrapsService {
  constructor(
    private readonly database: Database,
    private readonly traps: TrapRepository,
    private readonly clock: Clock,
  ) {}

  /** Keeps what is new of a delivery; traps of devices that are gone, and of a time to come, are set aside. */
  async take({ notes, readings }: TrapBatch): Promise<BatchReceipt> {
    const devices = await this.traps.existing([...new Set(notes.map(({ deviceId }) => deviceId))]);
    const latest = this.clock.now() + LONGEST_AHEAD_MS;
    const reasons = notes.map(({ deviceId, trapAt }) => {
      if (!devices.has(deviceId)) return 'UNKNOWN_DEVICE';
      return trapAt > latest ? 'IN_THE_FUTURE' : null;
    });
    const kept = notes.filter((_, row) => reasons[row] === null);
    const stored = await this.database.transaction(async (tx) => {
      const added = await this.traps.add(tx, kept);
      await this.traps.addReadings(tx, readings);
      await this.traps.limit(tx, kept);
      return added;
    });
    const setAside = reasons.flatMap((reason, row) => (reason === null ? [] : [{ row, reason }]));
    return { duplicate: false, stored, known: kept.length - stored, setAside };
  }

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, query: TrapQuery): Promise<TrapPage> {
    const { cursor, limit, ...selection } = query;
    const position = readCursor(selection, TRAP_ORDER, cursor);
    const [found, dropped] = await Promise.all([
      this.traps.findPage(scope, query, position, limit + 1),
      this.traps.dropped(scope, query),
    ]);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const nextCursor = last === undefined ? null : writeCursor(selection, positionOf(last, TRAP_ORDER));
    return { items: rows.map(toTrapView), dropped, nextCursor };
  }
}

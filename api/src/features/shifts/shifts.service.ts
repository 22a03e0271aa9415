import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type Saved,
  type ShiftNow,
  type ShiftSheet,
  type ShiftSheetPage,
  type ShiftSheetQuery,
  type ShiftSheetRow,
} from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { ShiftFactsReader } from './shift-facts.js';
import { SHEET_ORDER, ShiftSheetRepository } from './shift-sheet.repository.js';

const USUAL_SHIFT_MS = 12 * 3_600_000;
const LONGEST_SHIFT_MS = 24 * 3_600_000;

/** Hands shifts over, for staff who see the whole house: the network of a shift is not one customer's. */
@Injectable()
export class ShiftsService {
  constructor(
    private readonly database: Database,
    private readonly sheets: ShiftSheetRepository,
    private readonly facts: ShiftFactsReader,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `shift.not-found` unless for all customers, as what reads here */
  async now(caller: UserCaller): Promise<ShiftNow> {
    findWholeHouse(caller.scope);
    const now = this.clock.now();
    const [from, waiting] = await Promise.all([this.beganAt(now), this.sheets.waiting()]);
    return { facts: await this.facts.read(caller, from, now), waiting: waiting ?? null };
  }

  /** @throws DomainError `list.cursor-invalid` */
  async page({ scope }: UserCaller, { limit, cursor }: ShiftSheetQuery): Promise<ShiftSheetPage> {
    findWholeHouse(scope);
    const found = await this.sheets.page(readCursor({}, SHEET_ORDER, cursor), limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(({ sheet }) => sheet),
      nextCursor: last === undefined ? null : writeCursor({}, positionOf(last.keyed, SHEET_ORDER)),
    };
  }

  /** @throws DomainError `shift.not-found` */
  async one({ scope, userId }: UserCaller, id: string): Promise<ShiftSheet> {
    findWholeHouse(scope);
    const sheet = z.uuid().safeParse(id).success ? await this.sheets.find(id) : undefined;
    if (sheet === undefined) throw notFound();
    return { ...sheet, mayTakeOver: sheet.takenBy === null && sheet.handedBy.id !== userId };
  }

  /**
   * Keeps what stands now. Pressed twice, or by two at once, there is one sheet.
   *
   * @throws DomainError `session.forbidden` unless for all customers; `shift.waiting` as long as the sheet before was not taken over
   */
  async handOver(caller: UserCaller, note: string): Promise<Saved> {
    expectWholeHouse(caller.scope);
    const now = this.clock.now();
    const from = await this.beganAt(now);
    const facts = await this.facts.read(caller, from, now);
    const id = uuid();
    await this.database.transaction(async (tx) => {
      const sheet = { id, from, to: now, note, handedBy: caller.userId, takenBy: null, takenAt: null, facts };
      const isKept = await this.sheets.insert(tx, sheet);
      if (!isKept) throw new DomainError('shift.waiting', 'A shift sheet waits already');
      await this.audit.note(tx, {
        action: 'shift.handed-over',
        customerId: null,
        object: { type: 'shift-sheet', id },
        after: { note, openFaults: facts.openFaults.total, tickets: facts.tickets.total },
      });
    });
    return { id, version: 1 };
  }

  /** @throws DomainError `shift.not-found`, `shift.own-sheet`, `shift.taken-over` */
  async takeOver({ scope, userId }: UserCaller, id: string): Promise<void> {
    findWholeHouse(scope);
    const sheet = z.uuid().safeParse(id).success ? await this.sheets.find(id) : undefined;
    if (sheet === undefined) throw notFound();
    refuseTaking(sheet, userId);
    await this.database.transaction(async (tx) => {
      const isTaken = await this.sheets.take(tx, id, userId, this.clock.now());
      if (!isTaken) throw takenOver();
      const object = { type: 'shift-sheet', id };
      await this.audit.note(tx, {
        action: 'shift.taken-over',
        customerId: null,
        object,
        after: { from: sheet.handedBy.name },
      });
    });
  }

  private async beganAt(now: number): Promise<number> {
    const last = await this.sheets.latest();
    const ended = last === undefined ? now - USUAL_SHIFT_MS : Date.parse(last.to);
    return ended < now - LONGEST_SHIFT_MS ? now - USUAL_SHIFT_MS : Math.min(ended, now);
  }
}

function refuseTaking({ takenBy, handedBy }: ShiftSheetRow, userId: string): void {
  if (takenBy !== null) throw takenOver();
  if (handedBy.id === userId) throw new DomainError('shift.own-sheet', 'Nobody takes over from themselves');
}

/** To whom the house is not in sight, there is no shift. */
function findWholeHouse(scope: Scope): void {
  if (scope.kind !== 'all') throw notFound();
}

function notFound(): DomainError {
  return new DomainError('shift.not-found', 'There is no such shift sheet');
}

function takenOver(): DomainError {
  return new DomainError('shift.taken-over', 'This sheet has been taken over');
}

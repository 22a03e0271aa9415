import { Injectable } from '@nestjs/common';
import type { TimerKind, TimerStage, WorkCalendar } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import type { SqlReader } from './open-tickets.js';
import { type Pause, TicketClocks, type Timer } from './ticket-clocks.js';

interface TimerRow {
  readonly id: string;
  readonly kind: TimerKind;
  readonly round: number;
  readonly startedAt: number | string;
  readonly targetMs: number | string;
  readonly calendarId: string | null;
  readonly dueAt: number | string | null;
  readonly stoppedAt: number | string | null;
  readonly elapsedMs: number | string | null;
  readonly breachedAt: number | string | null;
  readonly nextStage: TimerStage | null;
  readonly nextAt: number | string | null;
}

/** A pause with what its readers are told besides. */
export interface ListedPause extends Pause {
  readonly disputedAt: number | null;
  readonly dispute: string | null;
}

interface PauseRow {
  readonly id: string;
  readonly reason: string;
  readonly isCustomerCaused: number | boolean;
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly note: string | null;
  readonly userId: string | null;
  readonly disputedAt: number | string | null;
  readonly dispute: string | null;
}

/** A clock whose next stage is due. */
export interface DueTimer {
  readonly id: string;
  readonly ticketId: string;
  readonly nextAt: number;
}

const TIMER_COLUMNS = [
  ...['id', 'ticket_id', 'kind', 'round', 'started_at', 'target_ms', 'calendar_id', 'due_at', 'stopped_at'],
  ...['elapsed_ms', 'breached_at', 'next_stage', 'next_at'],
];
const PAUSE_COLUMNS = ['id', 'ticket_id', 'reason', 'is_customer_caused', 'from_at', 'to_at', 'note', 'user_id'];

/** Reads and writes clocks and pauses of tickets. */
@Injectable()
export class ClockRepository {
  async timersOf(reader: SqlReader, ticketId: string): Promise<Timer[]> {
    const rows = await reader.query<TimerRow>(
      `SELECT id AS id, kind AS kind, round AS round, started_at AS startedAt, target_ms AS targetMs,
         calendar_id AS calendarId, due_at AS dueAt, stopped_at AS stoppedAt, elapsed_ms AS elapsedMs,
         breached_at AS breachedAt, next_stage AS nextStage, next_at AS nextAt
       FROM ticket_timer WHERE ticket_id = ? ORDER BY started_at, kind, round`,
      [ticketId],
    );
    return rows.map((row) => ({
      ...row,
      startedAt: Number(row.startedAt),
      targetMs: Number(row.targetMs),
      dueAt: numberOf(row.dueAt),
      stoppedAt: numberOf(row.stoppedAt),
      elapsedMs: numberOf(row.elapsedMs),
      breachedAt: numberOf(row.breachedAt),
      nextAt: numberOf(row.nextAt),
    }));
  }

  async pausesOf(reader: SqlReader, ticketId: string): Promise<ListedPause[]> {
    const rows = await reader.query<PauseRow>(
      `SELECT id AS id, reason AS reason, is_customer_caused AS isCustomerCaused, from_at AS fromAt, to_at AS toAt,
         note AS note, user_id AS userId, disputed_at AS disputedAt, dispute AS dispute
       FROM ticket_pause WHERE ticket_id = ? ORDER BY from_at, id`,
      [ticketId],
    );
    return rows.map(({ fromAt, toAt, isCustomerCaused, disputedAt, ...row }) => ({
      ...row,
      isCustomerCaused: Boolean(isCustomerCaused),
      from: Number(fromAt),
      to: numberOf(toAt),
      disputedAt: numberOf(disputedAt),
    }));
  }

  async open(tx: SqlReader, ticketId: string, calendars: ReadonlyMap<string, WorkCalendar>): Promise<TicketClocks> {
    const pauses = await this.pausesOf(tx, ticketId);
    return new TicketClocks(await this.timersOf(tx, ticketId), pauses, calendars);
  }

  async save(tx: Transaction, ticketId: string, clocks: TicketClocks): Promise<void> {
    const timers = clocks.all.filter(({ id }) => clocks.changed.has(id));
    const pauses = clocks.pauses.filter(({ id }) => clocks.changedPauses.has(id));
    await tx.insertMany(
      'ticket_timer',
      TIMER_COLUMNS,
      ['id'],
      timers.map((timer) => timerValues(ticketId, timer)),
      'update',
    );
    await tx.insertMany(
      'ticket_pause',
      PAUSE_COLUMNS,
      ['id'],
      pauses.map(({ id, reason, isCustomerCaused, from, to, note, userId }) => [
        ...[id, ticketId, reason, isCustomerCaused, from, to, note, userId],
      ]),
      'update',
    );
    for (const timerId of clocks.withdrawn) {
      await tx.execute('DELETE FROM ticket_timer_stage WHERE timer_id = ? AND stage = 100', [timerId]);
    }
  }

  /** The clock that is due first, of those not to be passed over. */
  async firstDue(reader: SqlReader, now: number, passedOver: readonly string[]): Promise<DueTimer | undefined> {
    const others = passedOver.length === 0 ? '' : `AND id NOT IN (${passedOver.map(() => '?').join(',')})`;
    const [row] = await reader.query<Omit<DueTimer, 'nextAt'> & { nextAt: number | string }>(
      `SELECT id AS id, ticket_id AS ticketId, next_at AS nextAt FROM ticket_timer
       WHERE next_at IS NOT NULL AND next_at <= ? ${others} ORDER BY next_at, id LIMIT 1`,
      [now, ...passedOver],
    );
    return row === undefined ? undefined : { ...row, nextAt: Number(row.nextAt) };
  }

  /** The clock of one ticket that is due first up to a moment (ms). */
  async firstDueOf(reader: SqlReader, ticketId: string, until: number): Promise<DueTimer | undefined> {
    const timers = await this.timersOf(reader, ticketId);
    return timers
      .flatMap(({ id, nextAt }) => (nextAt === null || nextAt > until ? [] : [{ id, ticketId, nextAt }]))
      .sort((one, other) => one.nextAt - other.nextAt)[0];
  }

  /** Writes that a stage is worked. @returns false when it was before */
  async takeStage(tx: Transaction, timer: Timer, now: number): Promise<boolean> {
    const row: SqlValue[] = [timer.id, timer.nextStage, timer.nextAt, now];
    const columns = ['timer_id', 'stage', 'due_at', 'done_at'];
    return (await tx.insertMany('ticket_timer_stage', columns, ['timer_id', 'stage'], [row], 'ignore')) > 0;
  }

  async dispute(tx: Transaction, ticketId: string, pauseId: string, text: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE ticket_pause SET disputed_at = ?, dispute = ? WHERE id = ? AND ticket_id = ?',
      [now, text, pauseId, ticketId],
    );
    return changed > 0;
  }
}

function timerValues(ticketId: string, timer: Timer): SqlValue[] {
  const { id, kind, round, startedAt, targetMs, calendarId, dueAt, stoppedAt } = timer;
  const { elapsedMs, breachedAt, nextStage, nextAt } = timer;
  const begun = [id, ticketId, kind, round, startedAt, targetMs, calendarId];
  return [...begun, dueAt, stoppedAt, elapsedMs, breachedAt, nextStage, nextAt];
}

function numberOf(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { ClockRepository, type DueTimer } from './clock.repository.js';
import { escalateLate, escalateNext } from './escalation.js';
import { NORM_KINDS, type Timer } from './ticket-clocks.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { endBySystem, owesUpdates, quieten } from './ticket-moves.js';
import { SYSTEM } from './ticket.rows.js';

const EVERY_MS = 1_000;
/** Clocks that fail in one round and are left for the next. */
const PASSED_OVER = 100;

/**
 * Works the stages of clocks as they become due: in the order of their moments, each once. The stage is written and
 * its effects happen in one transaction, so that of a worker killed in between nothing is left, of two at once one
 * finds it done, and a clock of the machine that jumps back brings nothing again.
 */
@Injectable()
export class TimerWork implements OnModuleInit {
  private readonly logger = new Logger(TimerWork.name);

  constructor(
    private readonly database: Database,
    private readonly clocks: ClockRepository,
    private readonly desk: TicketDesk,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('tickets.timers', EVERY_MS, (signal) => this.run(signal));
  }

  /** Works all that is due. @returns nothing; a clock that fails is said and tried again in the next round */
  async run(signal: AbortSignal): Promise<void> {
    const passedOver: string[] = [];
    while (!signal.aborted && passedOver.length < PASSED_OVER) {
      const due = await this.clocks.firstDue(this.database.reader, this.clock.now(), passedOver);
      if (due === undefined) return;
      try {
        await this.workOne(due);
      } catch (error) {
        passedOver.push(due.id);
        this.logger.error({ msg: 'a clock could not be worked', timer: due.id, error: describeError(error) });
      }
    }
  }

  /** Works what the clocks of one ticket come to up to a moment (ms), each stage as of its own. */
  async catchUp(tx: Transaction, ticketId: string, until: number): Promise<void> {
    for (;;) {
      const due = await this.clocks.firstDueOf(tx, ticketId, until);
      if (due === undefined) return;
      await this.workIn(tx, due, due.nextAt);
    }
  }

  private async workOne(due: DueTimer): Promise<void> {
    await this.database.transaction((tx) => this.workIn(tx, due, this.clock.now()));
  }

  private async workIn(tx: Transaction, { id, ticketId }: DueTimer, now: number): Promise<void> {
    const work = await this.desk.take(tx, ticketId, now);
    const timer = work?.clocks.running.find((each) => each.id === id);
    // Somebody else was first: the look that found it was older than the hold.
    if (work === undefined || timer === undefined || timer.nextAt === null || timer.nextAt > now) return;
    if (timer.kind === 'UPDATE' && !owesUpdates(work)) {
      forgetUpdate(work, timer);
      await this.desk.put(work);
      return;
    }
    const due = work.clocks.stageOf(timer);
    // The calendar was changed: the clock ends at another moment than it did.
    if (due !== null && due <= now) {
      if (await this.clocks.takeStage(tx, { ...timer, nextAt: due }, now)) effectOf(work, timer);
      work.clocks.told(timer);
    }
    await this.desk.put(work);
  }
}

/** A clock that ran on from when such tickets owed a word: nobody has missed what is not owed. */
function forgetUpdate(work: TicketWork, { dueAt, breachedAt }: Timer): void {
  work.clocks.stop(['UPDATE'], breachedAt === null ? Math.min(work.now, dueAt ?? work.now) : work.now);
  quieten(work);
}

function effectOf(work: TicketWork, timer: Timer): void {
  const { kind, nextStage, nextAt } = timer;
  const lateS = Math.floor((work.now - (nextAt ?? work.now)) / 1_000);
  const once = `${timer.id}:${String(nextStage)}`;
  const facts = { timer: kind, lateS, dueAt: timer.dueAt === null ? null : new Date(timer.dueAt).toISOString() };
  if (nextStage !== 100) {
    const percent = String(nextStage);
    work.events.push({
      kind: 'WARNING',
      visibility: 'INTERNAL',
      actor: SYSTEM,
      at: work.now,
      timer: kind,
      to: percent,
    });
    if (kind === 'RESTORE' || kind === 'ANSWER') work.tell('ticket.warning', once, { ...facts, percent: nextStage });
    return;
  }
  if (NORM_KINDS.has(kind)) breached(work, timer, once, facts);
  if (kind === 'FAULT_REPORT' || kind === 'CALL_BACK') overdue(work, timer, once, facts);
  if (kind === 'ESCALATION') escalateNext(work);
  if (kind === 'AUTO_CLOSE') endBySystem(work, 'confirm', 'NO_OBJECTION');
  if (kind === 'ANSWER') endBySystem(work, 'cancel', 'NO_ANSWER');
}

/** A paper or a call that the house owes is late: it is said, and nobody is called out at night for it. */
function overdue(work: TicketWork, timer: Timer, once: string, facts: Record<string, string | number | null>): void {
  const at = timer.dueAt ?? work.now;
  const visibility = timer.kind === 'CALL_BACK' ? 'INTERNAL' : 'CUSTOMER';
  work.clocks.breach(timer, at);
  work.events.push({ kind: 'BREACH', visibility, actor: SYSTEM, at, timer: timer.kind });
  work.tell('ticket.breached', once, facts);
}

function breached(work: TicketWork, timer: Timer, once: string, facts: Record<string, string | number | null>): void {
  const at = timer.dueAt ?? work.now;
  work.clocks.breach(timer, at);
  work.events.push({ kind: 'BREACH', visibility: 'CUSTOMER', actor: SYSTEM, at, timer: timer.kind });
  work.tell('ticket.breached', once, facts);
  escalateLate(work);
}

import type { Transaction } from '../../database/database.js';
import { FIRST_NORM, type TicketForm } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { StopNeedlessWords1795300395000 } from '../../database/migrations/1795300395000-StopNeedlessWords.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { JobRepository } from '../../platform/jobs/job.repository.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { ClockRepository } from './clock.repository.js';
import { NormRepository } from './norm.repository.js';
import { TicketClocks } from './ticket-clocks.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { TicketNews } from './ticket-news.js';
import { TicketRepository } from './ticket.repository.js';
import type { Ticket } from './ticket.rows.js';
import { TimerWork } from './timer-work.js';

/** A thousand clocks on a machine that may be busy otherwise. */
const PATIENCE_MS = 240_000;
const MINUTE = 60_000;
const TICKETS = 250;
const KINDS = ['DISPATCH', 'FIRST_RESPONSE', 'UPDATE', 'RESTORE'] as const;

interface StageRow {
  readonly timerId: string;
  readonly stage: number;
  readonly dueAt: number | string;
  readonly doneAt: number | string;
}

/** A desk that dies in the middle of its work, before the transaction ends, every so often. */
class DyingDesk extends TicketDesk {
  deaths = 0;
  private calls = 0;

  override async put(work: TicketWork): Promise<void> {
    await super.put(work);
    this.calls += 1;
    if (this.calls % 7 !== 0) return;
    this.deaths += 1;
    throw new Error('killed before the commit');
  }
}

describe('The worker of the clocks', () => {
  let store: TestDatabase;
  let clock: ManualClock;
  let circuitId: string;
  let customerId: string;

  beforeEach(async () => {
    store = await openTestDatabase();
    clock = new ManualClock();
    ({ circuitId, customerId } = await aStoredLine(store.database));
  }, PATIENCE_MS);

  afterEach(() => store.close());

  function aDesk(Desk: typeof TicketDesk = TicketDesk): TicketDesk {
    const tickets = new TicketRepository(store.database);
    return new Desk(tickets, new ClockRepository(), new NormRepository(), new TicketNews(new NoticeBoard()));
  }
  function aWorker(desk = aDesk()): TimerWork {
    const jobs = new Jobs(new JobRepository(store.database), clock);
    return new TimerWork(store.database, new ClockRepository(), desk, clock, jobs);
  }
  const run = (worker: TimerWork): Promise<void> => worker.run(new AbortController().signal);

  async function storeTicket(
    tx: Transaction,
    index: number,
    kinds: readonly (typeof KINDS)[number][],
  ): Promise<string> {
    const form: Pick<TicketForm, 'contacts'> = { contacts: [] };
    const now = clock.now();
    const ticket: Ticket = {
      ...{ id: uuidv7(), number: `GZ${String(index)}`, customerId, ticketType: 'incident', symptom: 'DOWN' },
      ...{ description: 'x', impact: 'high', urgency: 'high', priority: 'P1', grade: 'GROUP', channel: 'PORTAL' },
      ...{ status: 'acknowledged', holdReason: null, statusReason: null, externalId: null, workGroup: null },
      ...{ assigneeId: null, reporterId: null, reporterRole: null, contacts: form.contacts, mayInterrupt: false },
      ...{ beganAt: null, reportedAt: now, dispatchedAt: null, acceptedAt: null, firstResponseAt: null },
      ...{ restoredAt: null, resolvedAt: null, confirmedAt: null, closedAt: null, faultId: null, outageId: null },
      ...{ lineTestId: null, faultCause: null, faultSegment: null, responsibility: null, solution: null },
      ...{ reopenCount: 0, escalationLevel: 0, urgedAt: null, breaches: 0, nextDueAt: null, nextDueKind: null },
      ...{ normVersion: 1, madeByKey: null, madeFrom: null, updatedAt: now, version: 1 },
    };
    await new TicketRepository(store.database).add(tx, ticket, [circuitId]);
    const clocks = new TicketClocks([], [], new Map());
    for (const [place, kind] of kinds.entries())
      clocks.start(kind, now + index * 137 + place * 41, (15 + ((index * 7 + place * 13) % 100)) * MINUTE);
    clocks.settle(now);
    await new ClockRepository().save(tx, ticket.id, clocks);
    return ticket.id;
  }

  const stages = (): Promise<StageRow[]> =>
    store.database.read(
      `SELECT timer_id AS timerId, stage AS stage, due_at AS dueAt, done_at AS doneAt FROM ticket_timer_stage
       ORDER BY done_at, due_at`,
    );
  const nextDue = async (): Promise<number> => {
    const [row] = await store.database.read<{ at: number | string | null }>(
      'SELECT MIN(next_at) AS at FROM ticket_timer WHERE next_at IS NOT NULL',
    );
    return Number(row?.at ?? Number.POSITIVE_INFINITY);
  };
  const countOf = async (sql: string): Promise<number> => {
    const [row] = await store.database.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${sql}`);
    return Number(row?.n);
  };

  it(
    'does each stage of a thousand clocks once after two hours away, by three of them, some of which die (P24)',
    async () => {
      await store.database.transaction(async (tx) => {
        for (let index = 0; index < TICKETS; index += 1) await storeTicket(tx, index, KINDS);
      });
      clock.advance(120 * MINUTE);
      const dying = aDesk(DyingDesk);
      const workers = [aWorker(), aWorker(dying), aWorker()];
      await Promise.all(workers.map(run));
      await run(aWorker());

      const all = await stages();
      // The escalations that the breaches start are not among them: their clocks have not run out.
      expect(all.length).toBe(TICKETS * KINDS.length * 3);
      expect(new Set(all.map(({ timerId, stage }) => `${timerId} ${String(stage)}`)).size).toBe(all.length);
      expect(await countOf("ticket_event WHERE kind = 'WARNING'")).toBe(TICKETS * KINDS.length * 2);
      expect(await countOf("ticket_event WHERE kind = 'BREACH'")).toBe(TICKETS * KINDS.length);
      expect(await countOf("notice_event WHERE kind = 'ticket.breached'")).toBe(TICKETS * KINDS.length);
      expect(await countOf("notice_event WHERE kind = 'ticket.escalated'")).toBe(TICKETS);
      const [late] = await store.database.read<{ facts: string }>(
        "SELECT facts AS facts FROM notice_event WHERE kind = 'ticket.breached' LIMIT 1",
      );
      expect(JSON.parse(late?.facts ?? '{}')).toEqual(jasmine.objectContaining({ lateS: jasmine.any(Number) }));
      expect(dying instanceof DyingDesk ? dying.deaths : 0).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'does each stage within five seconds of its moment, and each clock in the order of its stages, by three of them (P24)',
    async () => {
      await store.database.transaction(async (tx) => {
        for (let index = 0; index < 12; index += 1) await storeTicket(tx, index, ['DISPATCH']);
      });
      const workers = [aWorker(), aWorker(), aWorker()];
      // As often as the job looks, for as long as the longest of the clocks runs.
      for (let second = 0; second < 101 * 60; second += 1) {
        clock.advance(1_000);
        if ((await nextDue()) <= clock.now()) await Promise.all(workers.map(run));
      }
      const all = await store.database.read<StageRow>(
        `SELECT s.timer_id AS timerId, s.stage AS stage, s.due_at AS dueAt, s.done_at AS doneAt
         FROM ticket_timer_stage s JOIN ticket_timer t ON t.id = s.timer_id WHERE t.kind = 'DISPATCH'
         ORDER BY s.done_at, s.stage`,
      );
      expect(all.length).toBe(12 * 3);
      for (const { dueAt, doneAt } of all) {
        expect(Number(doneAt)).toBeGreaterThanOrEqual(Number(dueAt));
        expect(Number(doneAt) - Number(dueAt)).toBeLessThanOrEqual(5_000);
      }
      for (const timer of new Set(all.map(({ timerId }) => timerId)))
        expect(all.filter(({ timerId }) => timerId === timer).map(({ stage }) => stage)).toEqual([50, 80, 100]);
    },
    PATIENCE_MS,
  );

  it('works what is due in the order of its moments', async () => {
    await store.database.transaction(async (tx) => {
      for (let index = 0; index < 5; index += 1) await storeTicket(tx, index, KINDS);
    });
    const done: number[] = [];
    const desk = aDesk();
    const put = desk.put.bind(desk);
    desk.put = async (work) => {
      await put(work);
      const [row] = await work.tx.query<{ dueAt: number | string }>(
        'SELECT due_at AS dueAt FROM ticket_timer_stage WHERE timer_id IN (SELECT id FROM ticket_timer WHERE ticket_id = ?) ORDER BY due_at DESC LIMIT 1',
        [work.ticket.id],
      );
      done.push(Number(row?.dueAt));
    };
    clock.advance(120 * MINUTE);
    await run(aWorker(desk));
    expect(done.length).toBe(5 * KINDS.length * 3);
    expect(done).toEqual([...done].sort((one, other) => one - other));
  });

  it('does nothing before the moment, nothing twice when the clock jumps back, and all when it jumps on', async () => {
    await store.database.transaction((tx) => storeTicket(tx, 0, ['DISPATCH']));
    const worker = aWorker();
    const at = async (ms: number): Promise<number[]> => {
      clock.advance(ms);
      await run(worker);
      return (await stages()).map(({ stage }) => stage);
    };
    expect(await at(7.5 * MINUTE - 1)).toEqual([]);
    expect(await at(1)).toEqual([50]);
    expect(await at(-60 * MINUTE)).toEqual([50]);
    expect(await at(60 * MINUTE)).toEqual([50]);
    expect(await at(7.5 * MINUTE)).toEqual([50, 80]);
    expect(await at(1)).toEqual([50, 80, 100]);
    expect(await countOf("ticket_event WHERE kind = 'BREACH'")).toBe(1);
    expect(FIRST_NORM.escalationMinutes).toBe(15);
    await at(15 * MINUTE + 1);
    expect(await countOf("ticket_event WHERE kind = 'ESCALATION'")).toBe(2);
  });

  it('stops the clock of a word that a ticket about past faults owes no more, whether it was late already or not', async () => {
    const ids = await store.database.transaction(async (tx) => {
      const made = [await storeTicket(tx, 0, ['DISPATCH', 'UPDATE']), await storeTicket(tx, 1, ['DISPATCH', 'UPDATE'])];
      return [...made, await storeTicket(tx, 2, ['DISPATCH', 'UPDATE'])];
    });
    const [early = '', late = '', fault = ''] = ids;
    clock.advance(120 * MINUTE);
    await run(aWorker());
    await store.database.transaction(async (tx) => {
      for (const id of [early, late])
        await tx.execute("UPDATE ticket SET ticket_type = 'complaint' WHERE id = ?", [id]);
      await tx.execute(
        "UPDATE ticket_timer SET breached_at = NULL, target_ms = ? WHERE kind = 'UPDATE' AND ticket_id = ?",
        [10 * 60 * MINUTE, early],
      );
      const runner = tx.manager.queryRunner;
      if (runner === undefined) throw new Error('no connection');
      await new StopNeedlessWords1795300395000().up(runner);
    });
    await run(aWorker());

    const running = async (id: string): Promise<string[]> => {
      const rows = await store.database.read<{ kind: string }>(
        'SELECT kind AS kind FROM ticket_timer WHERE ticket_id = ? AND stopped_at IS NULL ORDER BY kind',
        [id],
      );
      return rows.map(({ kind }) => kind);
    };
    expect(await running(early)).not.toContain('UPDATE');
    expect(await running(late)).not.toContain('UPDATE');
    expect(await running(fault)).toContain('UPDATE');
    const [breach] = await store.database.read<{ at: number | string | null }>(
      "SELECT breached_at AS at FROM ticket_timer WHERE kind = 'UPDATE' AND ticket_id = ?",
      [early],
    );
    expect(breach?.at).withContext('what is owed no more was not missed').toBeNull();
    expect(await countOf(`ticket WHERE next_due_kind = 'UPDATE' AND ticket_type <> 'incident'`)).toBe(0);
  });

  it('goes on with the others when one cannot be worked', async () => {
    await store.database.transaction(async (tx) => {
      for (let index = 0; index < 3; index += 1) await storeTicket(tx, index, ['DISPATCH']);
      await tx.execute('UPDATE ticket SET norm_version = 99 WHERE number = ?', ['GZ0']);
    });
    clock.advance(60 * MINUTE);
    await run(aWorker());
    expect((await stages()).length).toBe(6);
  });
});

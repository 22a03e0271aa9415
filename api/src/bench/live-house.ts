import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CircuitLive } from '@linewatch/shared';
import type { Database } from '../database/database.js';
import { UserAccounts } from '../features/identity/index.js';
import { SessionKeeper } from '../features/identity/session-keeper.js';
import { SESSION_COOKIE } from '../platform/auth/session-cookie.js';
import { appendToOutbox } from '../platform/outbox/outbox.js';
import { type LiveSeat, preciseNow, WRITTEN } from './live-orders.js';

/** Customers with one person each, signed in. */
export async function foundSeats(
  app: NestExpressApplication,
  database: Database,
  customers: number,
): Promise<LiveSeat[]> {
  const ids = Array.from({ length: customers }, () => randomUUID());
  await database.transaction((tx) =>
    tx.insertMany(
      'customer',
      ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'],
      ['id'],
      ids.map((id, at) => [id, `C${String(at)}`, '客户', 'Customer', 'GROUP', 'Asia/Shanghai', 'ACTIVE']),
    ),
  );
  return seatsOf(app, database, ids);
}

/** One person of each of some customers, signed in. */
export async function seatsOf(
  app: NestExpressApplication,
  database: Database,
  ids: readonly string[],
): Promise<LiveSeat[]> {
  const accounts = app.get(UserAccounts, { strict: false });
  const users = await database.transaction(async (tx) => {
    const made: string[] = [];
    for (const [at, scopeId] of ids.entries()) {
      const grant = { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId } as const;
      const email = `viewer-${String(at)}@bench.example`;
      // Nobody signs in with it: the sessions are begun here.
      const person = {
        email,
        name: 'Bench',
        passwordHash: 'none',
        language: 'zh-CN',
        timeZone: 'Asia/Shanghai',
      } as const;
      made.push(await accounts.create(tx, { ...person, grants: [grant] }));
    }
    return made;
  });
  const keeper = app.get(SessionKeeper, { strict: false });
  const seats: LiveSeat[] = [];
  for (const [at, feed] of ids.entries()) {
    const token = await keeper.begin(users[at] ?? '', { address: '', userAgent: 'bench' }, undefined);
    seats.push({ cookie: `${SESSION_COOKIE}=${token}`, feed });
  }
  return seats;
}

/**
 * Commits one changed circuit of each feed, as large as real ones are, with the time right before the commit.
 *
 * @param number of this change
 * @returns when it was committed
 */
export async function changeAll(database: Database, feeds: readonly string[], number: number): Promise<number> {
  await database.transaction(async (tx) => {
    const at = new Date().toISOString();
    const end = { status: 'UP', since: at, sampleAt: at, inBps: 12_345_678, outBps: 2_345_678 } as const;
    const body: CircuitLive = {
      id: randomUUID(),
      status: 'running',
      since: at,
      sampleAt: at,
      intervalS: 60,
      inBps: 12_345_678,
      outBps: 2_345_678,
      utilisation: 12.3,
      ends: [
        { id: randomUUID(), side: 'A', ...end },
        { id: randomUUID(), side: 'Z', ...end },
      ],
      work: null,
    };
    const items = [{ siteIds: [], body: { ...body, [WRITTEN]: `${preciseNow().toFixed(3)}/${String(number)}` } }];
    const changes = feeds.map((feed) => ({ feed, topic: 'circuits.changed', items }) as const);
    await appendToOutbox(tx, changes, Date.now());
  });
  return preciseNow();
}

import { Injectable } from '@nestjs/common';
import { RATED_STEPS, type RatedStep } from '@linewatch/shared';
import type { SqlReader } from './open-tickets.js';

/** What was said of some tickets. */
export interface Satisfaction {
  /** Tickets that were rated. */
  readonly rated: number;
  /** Each step in the order of the norm, also those that nobody rated. */
  readonly steps: readonly { readonly step: RatedStep; readonly count: number; readonly sum: number }[];
  readonly callBacks: number;
  readonly openCallBacks: number;
}

const IDS_A_QUERY = 500;

/** How satisfied customers were with tickets that were chosen by a scope before. */
@Injectable()
export class TicketSatisfaction {
  async of(reader: SqlReader, ticketIds: readonly string[]): Promise<Satisfaction> {
    const rated = new Set<string>();
    const sums = new Map(RATED_STEPS.map((step) => [step, { count: 0, sum: 0 }]));
    let [callBacks, openCallBacks] = [0, 0];
    for (let start = 0; start < ticketIds.length; start += IDS_A_QUERY) {
      const some = ticketIds.slice(start, start + IDS_A_QUERY);
      const places = some.map(() => '?').join(',');
      const ratings = await reader.query<{ ticketId: string; step: RatedStep; score: number }>(
        `SELECT ticket_id AS ticketId, step AS step, score AS score FROM ticket_rating WHERE ticket_id IN (${places})`,
        some,
      );
      for (const { ticketId, step, score } of ratings) {
        rated.add(ticketId);
        const { count, sum } = sums.get(step) ?? { count: 0, sum: 0 };
        sums.set(step, { count: count + 1, sum: sum + score });
      }
      const calls = await reader.query<{ doneAt: number | string | null }>(
        `SELECT done_at AS doneAt FROM callback_task WHERE ticket_id IN (${places})`,
        some,
      );
      callBacks += calls.length;
      openCallBacks += calls.filter(({ doneAt }) => doneAt === null).length;
    }
    const steps = [...sums].map(([step, { count, sum }]) => ({ step, count, sum }));
    return { rated: rated.size, steps, callBacks, openCallBacks };
  }
}

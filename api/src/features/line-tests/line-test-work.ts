import { Injectable, Logger } from '@nestjs/common';
import { type CircuitEndSide, judgeTest, type LineTestStep } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { PollWishes } from '../discovery/index.js';
import { EvidenceSearch } from './evidence-search.js';
import { type LineTest, LineTestRepository } from './line-test.repository.js';
import { TestedLine, type WatchedEnd } from './tested-line.repository.js';

const TESTS_A_LOOK = 50;
const DAY_MS = 86_400_000;
/** A year and a month: as long as the months of the availability are asked about. */
const KEPT_MS = 396 * DAY_MS;

/** Moves the running tests on: notes each end that was read, and gives the verdict once all were or the time is over. */
@Injectable()
export class LineTestWork {
  private readonly logger = new Logger(LineTestWork.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tests: LineTestRepository,
    private readonly line: TestedLine,
    private readonly evidence: EvidenceSearch,
    private readonly wishes: PollWishes,
  ) {}

  async look(): Promise<void> {
    for (const test of await this.tests.running(TESTS_A_LOOK)) {
      try {
        await this.moveOn(test);
      } catch (error) {
        // One test that cannot be judged must not keep the others from their verdict; it is tried again.
        this.logger.error({ msg: 'a line test did not move on', id: test.id, error: describeError(error) });
      }
    }
  }

  async forgetOld(): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.tests.removeOlderThan(tx, now - KEPT_MS);
      await this.wishes.forgetOld(tx, now);
    });
  }

  private async moveOn(test: LineTest): Promise<void> {
    const now = this.clock.now();
    const ends = await this.line.ends(test.circuitId);
    const steps = stepsOf(test, ends);
    const isWaiting = steps.some(({ step, state }) => step !== 'LOOK_UP' && state === 'WAITING');
    if (isWaiting && now < test.dueAt) {
      if (JSON.stringify(steps) === JSON.stringify(test.steps)) return;
      await this.database.transaction(async (tx) => {
        if (await this.tests.progress(tx, test.id, steps)) await this.tell(tx, test, now);
      });
      return;
    }
    const readings = await this.evidence.search(test, ends, now);
    const done = steps.map((one): LineTestStep => {
      if (one.step === 'LOOK_UP') return { ...one, state: 'DONE' };
      return one.state === 'WAITING' ? { ...one, state: 'MISSED' } : one;
    });
    const { verdict, confidence, reasons } = judgeTest(readings);
    const result = { verdict, confidence, reasons: [...reasons], readings: writable(readings) };
    await this.database.transaction(async (tx) => {
      if (await this.tests.end(tx, test.id, { steps: done, result, at: now })) await this.tell(tx, test, now);
    });
  }

  private async tell(tx: Transaction, { id, circuitId, customerId }: LineTest, now: number): Promise<void> {
    const siteIds = await this.line.sites(circuitId, tx);
    const items = [{ siteIds, body: { kind: 'line-test', id } }];
    await appendToOutbox(tx, [{ feed: customerId, topic: 'records.changed', items }], now);
  }
}

type Readings = Parameters<typeof judgeTest>[0];

function writable({ ends, errors, light, probes, ...rest }: Readings) {
  return { ...rest, ends: [...ends], errors: [...errors], light: [...light], probes: [...probes] };
}

/** How far the reading of each side is; an end counts when it was read after the test was asked for. */
export function stepsOf({ askedAt }: Pick<LineTest, 'askedAt'>, ends: readonly WatchedEnd[]): LineTestStep[] {
  const state = (side: CircuitEndSide): LineTestStep['state'] => {
    const own = ends.filter((end) => end.side === side);
    if (own.length === 0) return 'NOT_WATCHED';
    return own.every(({ readAt }) => readAt !== null && readAt >= askedAt) ? 'DONE' : 'WAITING';
  };
  return [
    { step: 'READ_A', state: state('A') },
    { step: 'READ_Z', state: state('Z') },
    { step: 'LOOK_UP', state: 'WAITING' },
  ];
}

import { Injectable } from '@nestjs/common';
import { DomainError, LINE_TESTS_AN_HOUR, type LineTestForm, type LineTestView } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { PollWishes } from '../discovery/index.js';
import { type LineTest, LineTestRepository } from './line-test.repository.js';
import { stepsOf } from './line-test-work.js';
import { TestedLine } from './tested-line.repository.js';

/** The verdict comes by then; what is left of the thirty seconds is for the look that gives it, and for the page. */
const READ_WITHIN_MS = 26_000;

/** Tests of lines that people ask for. */
@Injectable()
export class LineTestsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tests: LineTestRepository,
    private readonly line: TestedLine,
    private readonly wishes: PollWishes,
    private readonly limit: HourlyLimit,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Begins a test. Who has one running on that line gets that one, whatever they say of the power now.
   *
   * @throws DomainError `circuit.not-found`, `request.too-many`
   */
  async ask(scope: Scope, userId: string, circuitId: string, { hasPower }: LineTestForm): Promise<LineTestView> {
    const circuit = isId(circuitId) ? await this.tests.findCircuit(scope, circuitId) : undefined;
    if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    const running = await this.tests.findRunning(scope, circuit.id, userId);
    if (running !== undefined) return toView(running);
    await this.limit.take(`lt:${circuit.id}`, userId, LINE_TESTS_AN_HOUR);
    return this.database.transaction(async (tx) => {
      const askedAt = this.clock.now();
      const ends = await this.line.ends(circuit.id, tx);
      const times = { askedAt, dueAt: askedAt + READ_WITHIN_MS, endedAt: null };
      const about = { id: uuidv7(), circuitId: circuit.id, customerId: circuit.customerId, askedBy: userId };
      const test: LineTest = { ...about, hasPower, ...times, steps: stepsOf({ askedAt }, ends), result: null };
      if (!(await this.tests.add(tx, test))) {
        return toView((await this.tests.findRunning(scope, circuit.id, userId, tx)) ?? test);
      }
      const devices = ends.map(({ deviceId }) => deviceId);
      if (devices.length > 0) await this.wishes.add(tx, devices, askedAt);
      await this.audit.note(tx, {
        action: 'line-test.asked',
        customerId: circuit.customerId,
        object: { type: 'circuit', id: circuit.id, name: circuit.code },
        after: { hasPower },
      });
      return toView(test);
    });
  }

  /** @throws DomainError `line-test.not-found` */
  async view(scope: Scope, id: string): Promise<LineTestView> {
    const test = isId(id) ? await this.tests.find(scope, id) : undefined;
    if (test === undefined) throw notFound();
    return toView(test);
  }

  /**
   * Checks that a test may be kept with something about some circuits.
   *
   * @throws DomainError `line-test.not-found` for one that is unknown, out of scope or of another line
   */
  async requireAbout(tx: Transaction, scope: Scope, id: string, circuitIds: readonly string[]): Promise<void> {
    const test = await this.tests.find(scope, id, tx);
    if (test === undefined || !circuitIds.includes(test.circuitId)) throw notFound();
  }
}

function notFound(): DomainError {
  return new DomainError('line-test.not-found', 'There is no such line test');
}

/** MySQL takes a text with a space at its end for the same one. */
function isId(id: string): boolean {
  return z.uuid().safeParse(id).success;
}

function toView({ id, circuitId, hasPower, askedAt, dueAt, endedAt, steps, result }: LineTest): LineTestView {
  return {
    ...{ id, circuitId, hasPower, steps: [...steps], result },
    askedAt: new Date(askedAt).toISOString(),
    dueAt: new Date(dueAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
}

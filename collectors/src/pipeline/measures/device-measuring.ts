import type { Measurements } from '@linewatch/shared';
import type { Clock } from '../../clock/clock.js';
import { DeadlinePassed } from '../../clock/deadline.js';
import { SmiError } from '../../mibs/smi.js';
import type { SnmpClient } from '../../snmp/snmp-client.js';
import type { PollOrder } from '../device-poll.js';
import { type DuePoint, DuePoints } from './due-points.js';
import { InstanceReader, type InstanceValues, type NoValues } from './instance-reader.js';
import type { PointQuestion } from './point-question.js';
import { type InterfaceFinder, PointQuestions } from './point-questions.js';

/** How it goes on after a message; AGAIN: with the same points, each for itself. */
type Outcome = 'ASK_ON' | 'AGAIN' | 'STOP';

/**
 * Reads the points of one device besides its ports: one message at a time, several points in one, and each point's
 * fault its own.
 */
export class DeviceMeasuring {
  private readonly due = new DuePoints();
  private readonly reader: InstanceReader;
  private readonly questions: PointQuestions;
  /** Points of a message that had no proper answer: one of them is why, so each is asked for itself, and last. */
  private readonly suspects = new Set<number>();

  constructor(
    agent: SnmpClient,
    interfaces: InterfaceFinder,
    private readonly clock: Clock,
  ) {
    this.reader = new InstanceReader(agent, clock);
    this.questions = new PointQuestions(interfaces);
  }

  /**
   * What is due with this poll. Ends with what there is when the signal says so, and after the first message without an
   * answer: what was not asked by then has its turn with the next poll. Never rejects for what a device does.
   */
  async measure(order: PollOrder, signal: AbortSignal): Promise<readonly Measurements[]> {
    const results: Measurements[] = [];
    this.questions.keep(order.device.measures ?? []);
    const due = this.due.with(order);
    const isSuspect = ({ point }: DuePoint): boolean => this.suspects.has(point.pointId);
    let open = [...due.filter((each) => !isSuspect(each)), ...due.filter(isSuspect)];
    while (open.length > 0) {
      const batch = this.firstOf(open);
      const outcome = await this.measureTogether(batch, results, signal);
      if (outcome === 'STOP') break;
      if (outcome === 'ASK_ON') open = open.slice(batch.length);
    }
    return results;
  }

  /** As many of the first points as go into one message. */
  private firstOf(open: readonly DuePoint[]): readonly DuePoint[] {
    let values = 0;
    let isAlone = false;
    const end = open.findIndex(({ point, slot }, at) => {
      values += this.questions.of(point, slot).oids.length;
      isAlone ||= this.suspects.has(point.pointId);
      return at > 0 && (values > this.reader.mostAtOnce || isAlone);
    });
    return end === -1 ? open : open.slice(0, end);
  }

  private async measureTogether(
    batch: readonly DuePoint[],
    results: Measurements[],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const questions = batch.map(({ point, slot }) => this.questions.of(point, slot));
    const answer = await this.ask(questions, signal);
    if (batch.length > 1 && (answer === 'SILENT' || answer === 'REFUSED')) {
      for (const { point } of batch) this.suspects.add(point.pointId);
      // A refusal came at once; silence took all the patience there is for one poll.
      return answer === 'REFUSED' ? 'AGAIN' : 'STOP';
    }
    // Who was interrupted from outside keeps the turn.
    if (answer === 'ENDED' && !(signal.reason instanceof DeadlinePassed)) return 'STOP';
    for (const each of batch) this.due.noteAsked(each);
    if (typeof answer === 'string') {
      this.unanswered(questions, results);
      return answer === 'REFUSED' ? 'ASK_ON' : 'STOP';
    }
    for (const { point } of batch) this.suspects.delete(point.pointId);
    return this.understand(questions, answer, results, signal);
  }

  private ask(questions: readonly PointQuestion[], signal: AbortSignal): Promise<InstanceValues | NoValues> {
    const oids = questions.flatMap((question) => question.oids);
    return this.reader.read(oids, signal);
  }

  private async understand(
    questions: readonly PointQuestion[],
    values: InstanceValues,
    results: Measurements[],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const further = questions.flatMap((question) => understood(question, values, results));
    for (const question of further) {
      const answer = await this.ask([question], signal);
      if (typeof answer === 'string') this.unanswered([question], results);
      else understood(question, answer, results);
      if (answer === 'SILENT' || answer === 'ENDED') return 'STOP';
    }
    return 'ASK_ON';
  }

  private unanswered(questions: readonly PointQuestion[], results: Measurements[]): void {
    const now = this.clock.now();
    for (const question of questions) results.push(question.without('NO_ANSWER', now));
  }
}

/** Adds what an answer comes to. @returns what has to be asked besides */
function understood(
  question: PointQuestion,
  { cells, at }: InstanceValues,
  results: Measurements[],
): readonly PointQuestion[] {
  try {
    const { measures, next } = question.understand(cells, at);
    results.push(measures);
    return next ? [next] : [];
  } catch (error) {
    // Whether a value is what its MIB says is known only when it is decoded.
    if (!(error instanceof SmiError)) throw error;
    results.push(question.without('NOT_USABLE', at.takenAt));
    return [];
  }
}

import type { DeviceFault, DeviceMeasure, Measurements } from '@linewatch/shared';
import type { Clock } from '../../clock/clock.js';
import { DeadlinePassed } from '../../clock/deadline.js';
import { type RawValue, SmiError, unsigned32 } from '../../mibs/smi.js';
import { SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { type SnmpClient, SnmpFault, SnmpTooBig } from '../../snmp/snmp-client.js';
import type { PollOrder } from '../device-poll.js';
import { type DuePoint, DuePoints } from './due-points.js';
import { pingQuestion, rttQuestion } from './latency-question.js';
import { type LinePlace, lineQuestion } from './line-question.js';
import { huaweiQuestion, sensorQuestion } from './optical-question.js';
import { PastIntervals } from './past-intervals.js';
import type { AnsweredAt, PointQuestion } from './point-question.js';

/** Where the polls of the device found its interfaces. */
export interface InterfaceFinder {
  /** @returns null when there is none of that name, or more than one */
  placeOf(ifName: string): LinePlace | null;
  /** What was found may be old: the next poll looks through the table again. */
  lookAgain(): void;
}

/** About as many values as fit into one Ethernet frame, beside sysUpTime. */
const MOST_VALUES = 40;
const MOST_INTERVALS = 8;

/** Faults that came as an answer, and at once; after any other the device is left alone until its next poll. */
const ANSWERED_WITH_NO: ReadonlySet<DeviceFault> = new Set(['REFUSED', 'OTHER_OID']);

interface Answered {
  readonly cells: ReadonlyMap<string, RawValue>;
  readonly at: AnsweredAt;
}

/**
 * Reads the points of one device besides its ports: one message at a time, several points in one, and each point's
 * fault its own. Exact instances are asked and never a table walked, so that no agent can answer without end.
 */
export class DeviceMeasuring {
  private readonly due = new DuePoints();
  private readonly past = new Map<number, PastIntervals>();
  /** Points that were in a message without an answer: one of them may be why, so each is asked for itself, and last. */
  private readonly suspects = new Set<number>();
  private mostValues = MOST_VALUES;

  constructor(
    private readonly agent: SnmpClient,
    private readonly interfaces: InterfaceFinder,
    private readonly clock: Clock,
  ) {}

  /**
   * What is due with this poll. Ends with what there is when the signal says so, and after the first message without an
   * answer: what was not asked by then has its turn with the next poll. Never rejects for what a device does.
   */
  async measure(order: PollOrder, signal: AbortSignal): Promise<readonly Measurements[]> {
    const results: Measurements[] = [];
    this.forgetOthers(order.device.measures ?? []);
    let open = this.suspectsLast(this.due.with(order));
    while (open.length > 0) {
      const batch = this.nextBatch(open);
      open = open.slice(batch.length);
      if (!(await this.measureTogether(batch, results, signal))) break;
    }
    return results;
  }

  /** As many of the first points as go into one message. */
  private nextBatch(open: readonly DuePoint[]): readonly DuePoint[] {
    let values = 0;
    const end = open.findIndex(({ point }, at) => {
      values += this.question(point, 0)?.oids.length ?? 0;
      return at > 0 && (values > this.mostValues || this.suspects.has(point.pointId));
    });
    return end === -1 ? open : open.slice(0, end);
  }

  private suspectsLast(due: readonly DuePoint[]): readonly DuePoint[] {
    const isSuspect = ({ point }: DuePoint): boolean => this.suspects.has(point.pointId);
    return [...due.filter((each) => !isSuspect(each)), ...due.filter(isSuspect)];
  }

  /** @returns whether the device can be asked on */
  private async measureTogether(
    batch: readonly DuePoint[],
    results: Measurements[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const questions: PointQuestion[] = [];
    for (const due of batch) {
      const question = this.question(due.point, due.slot);
      if (question) questions.push(question);
      else results.push(this.withoutPlace(due));
    }
    const outcome = await this.ask(questions, results, signal);
    if (outcome === 'SILENT' && questions.length > 1) {
      for (const { point } of questions) this.suspects.add(point.pointId);
      return false;
    }
    // Who was interrupted from outside keeps the turn.
    if (outcome === 'ENDED' && !(signal.reason instanceof DeadlinePassed)) return false;
    if (outcome !== 'ASK_ON') this.unanswered(questions, results);
    for (const due of batch) this.due.noteAsked(due);
    return outcome === 'ASK_ON';
  }

  /** Asks together, and each for itself where the device says no to all. */
  private async ask(
    questions: readonly PointQuestion[],
    results: Measurements[],
    signal: AbortSignal,
  ): Promise<'ASK_ON' | 'SILENT' | 'ENDED'> {
    if (questions.length === 0) return 'ASK_ON';
    const answer = await this.get(
      questions.flatMap(({ oids }) => oids),
      signal,
    );
    if (answer === 'SILENT' || answer === 'ENDED') return answer;
    if (typeof answer === 'object') return this.understandAll(questions, answer, results, signal);
    if (questions.length === 1) {
      this.unanswered(questions, results);
      return 'ASK_ON';
    }
    if (answer === 'TOO_BIG') this.mostValues = Math.max(1, Math.floor(this.mostValues / 2));
    for (const question of questions) {
      const outcome = await this.ask([question], results, signal);
      if (outcome !== 'ASK_ON') return outcome;
    }
    return 'ASK_ON';
  }

  private async understandAll(
    questions: readonly PointQuestion[],
    { cells, at }: Answered,
    results: Measurements[],
    signal: AbortSignal,
  ): Promise<'ASK_ON' | 'SILENT' | 'ENDED'> {
    const further: PointQuestion[] = [];
    for (const question of questions) {
      this.suspects.delete(question.point.pointId);
      try {
        const { measures, next } = question.understand(cells, at);
        results.push(measures);
        if (next) further.push(next);
      } catch (error) {
        // Whether a value is what its MIB says is known only when it is decoded.
        if (!(error instanceof SmiError)) throw error;
        results.push(question.without('NOT_USABLE', at.takenAt));
      }
    }
    for (const question of further) {
      const outcome = await this.ask([question], results, signal);
      if (outcome === 'ASK_ON') continue;
      this.unanswered([question], results);
      break;
    }
    return 'ASK_ON';
  }

  private unanswered(questions: readonly PointQuestion[], results: Measurements[]): void {
    const now = this.clock.now();
    for (const question of questions) results.push(question.without('NO_ANSWER', now));
  }

  /**
   * The values and when they came, or why there are none: SILENT without a readable answer, REFUSED by one that says no or
   * speaks of something else, TOO_BIG, ENDED by the signal.
   */
  private async get(
    oids: readonly string[],
    signal: AbortSignal,
  ): Promise<Answered | 'SILENT' | 'REFUSED' | 'TOO_BIG' | 'ENDED'> {
    if (signal.aborted) return 'ENDED';
    try {
      const [upTime, ...varbinds] = await this.agent.get([SYS_UP_TIME_0, ...oids], signal);
      if (upTime === undefined) return 'REFUSED';
      const cells = new Map(varbinds.map((varbind) => [varbind.oid, varbind]));
      return { cells, at: { takenAt: this.clock.now(), sysUpTime: unsigned32(upTime) } };
    } catch (error) {
      if (signal.aborted) return 'ENDED';
      if (error instanceof SmiError) return 'REFUSED';
      if (!(error instanceof SnmpFault)) throw error;
      if (error instanceof SnmpTooBig) return 'TOO_BIG';
      return ANSWERED_WITH_NO.has(error.fault) ? 'REFUSED' : 'SILENT';
    }
  }

  /** @returns null for a line whose interface the device does not have */
  private question(point: DeviceMeasure, slot: number): PointQuestion | null {
    switch (point.source) {
      case 'DS1':
      case 'SONET': {
        const place = this.interfaces.placeOf(point.ifName);
        return place && lineQuestion(point, { slot, place, ...this.lineSurroundings(point.pointId) });
      }
      case 'ENTITY_SENSOR':
        return sensorQuestion(point, slot);
      case 'HUAWEI_OPTICAL':
        return huaweiQuestion(point, slot);
      case 'DISMAN_PING':
        return pingQuestion(point, slot);
      case 'RTTMON':
        return rttQuestion(point, slot);
    }
  }

  private lineSurroundings(pointId: number) {
    const past = this.past.get(pointId) ?? new PastIntervals();
    this.past.set(pointId, past);
    return {
      past,
      mostIntervals: MOST_INTERVALS,
      onMoved: () => {
        this.interfaces.lookAgain();
      },
    };
  }

  private withoutPlace({ point, slot }: DuePoint): Measurements {
    const row = { pointId: point.pointId, slot, takenAt: this.clock.now(), status: 'NOT_THERE' } as const;
    const line = [{ ...row, alarmBits: null, changedAt: null }];
    return { line, performance: [], optical: [], latency: [] };
  }

  private forgetOthers(points: readonly DeviceMeasure[]): void {
    if (this.past.size <= points.length) return;
    const present = new Set(points.map(({ pointId }) => pointId));
    for (const pointId of this.past.keys()) if (!present.has(pointId)) this.past.delete(pointId);
  }
}

import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.js';
import type { ReasonCounts, Refusal } from '../snmp/guard/refusals.js';
import type { TrapListener } from './trap-listener.js';
import type { TrapOutcome } from './trap-outcomes.js';

const EVERY_MS = 60_000;

/**
 * Says once a minute what became of the datagrams that came, when some were dropped, and which devices told too much.
 * Only counts and our own ids: the octets of a stranger never reach the log.
 */
export class DatagramReport {
  private trapsBefore: ReadonlyMap<TrapOutcome, number> = new Map();
  private answersBefore: ReadonlyMap<Refusal, number> = new Map();
  private forgetTimer: () => void = () => undefined;

  /** @param refusedAnswers what came to the polling sockets of all devices and was not let through */
  constructor(
    private readonly traps: TrapListener,
    private readonly refusedAnswers: ReasonCounts<Refusal>,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.forgetTimer = this.clock.after(EVERY_MS, () => {
      this.start();
      void this.tell();
    });
  }

  stop(): void {
    this.forgetTimer();
  }

  /** Logs what happened since the last time. */
  async tell(): Promise<void> {
    await this.traps.countKernelDrops();
    for (const { deviceId, count } of this.traps.takeStorms()) {
      this.log.warn(
        { code: 'TRAP_STORM', deviceId, count },
        'a device sent more traps in a minute than are listened to',
      );
    }
    const traps = this.traps.outcomes.since(this.trapsBefore);
    this.trapsBefore = new Map(this.traps.outcomes.entries());
    const isAnyDropped = [...traps.keys()].some((outcome) => outcome !== 'DELIVERED' && outcome !== 'DISCOVERY');
    if (isAnyDropped) this.log.warn({ traps: Object.fromEntries(traps) }, 'traps were dropped in the last minute');

    const answers = this.refusedAnswers.since(this.answersBefore);
    this.answersBefore = new Map(this.refusedAnswers.entries());
    if (answers.size > 0)
      this.log.warn({ answers: Object.fromEntries(answers) }, 'answers were refused in the last minute');
  }
}

import { AnswerTrial } from './answer-trial.js';
import type { BerCase } from './ber-case.js';
import { mutant, seeded } from './mutator.js';
import { SUBJECT_READERS, type SubjectReader } from './subject-messages.js';
import { SubjectLost, SubjectProcess } from './subject-process.js';
import { CANARY_WITHIN_MS, TrapTrial } from './trap-trial.js';
import { UdpEnd } from './udp-end.js';

/** The collector's receiver and session, with their guard. */
const SUBJECT = './subject.js';
const BATCH = 64;
/** Mutants of larger datagrams would test the kernel more than us. */
const LARGEST_OF_CORPUS = 1_500;

/** What came of one case. */
export interface BerResult {
  readonly name: string;
  readonly isDelivered: boolean;
  /** Which readers of answers took it. */
  readonly takers: readonly SubjectReader[];
  /** Why the case fell, or null when it passed. */
  readonly failure: string | null;
}

/** What came of mutants. */
export interface MutantReport {
  readonly delivered: number;
  /** Passed the guard and made the library throw. */
  readonly unreadable: number;
  /** One line for each that did harm, with its octets. */
  readonly failures: readonly string[];
}

/** Cases against a process under test that is started again when one of them ends it. */
export class BerRun {
  private subject: SubjectProcess | null = null;

  private constructor(
    private readonly script: string,
    private readonly sender: UdpEnd,
    private readonly canary: UdpEnd,
    private readonly traps: TrapTrial,
    private readonly answers: AnswerTrial,
  ) {}

  /** @param script of the process under test, beside this file */
  static async open(script = SUBJECT): Promise<BerRun> {
    const [sender, canary] = [await UdpEnd.open(), await UdpEnd.open()];
    return new BerRun(script, sender, canary, new TrapTrial(sender, canary), await AnswerTrial.open());
  }

  async close(): Promise<void> {
    await this.subject?.stop();
    this.answers.close();
    this.sender.close();
    this.canary.close();
  }

  /** Runs one case: the process lives, an honest message after it is answered, and what is to be rejected was. */
  async run({ name, hex, dir, expect }: BerCase): Promise<BerResult> {
    const datagram = Buffer.from(hex, 'hex');
    try {
      const subject = await this.running();
      let takers: readonly SubjectReader[] = [];
      const isDelivered =
        dir === 'trap'
          ? (await this.traps.run(subject, [datagram])) > 0
          : (takers = await this.answers.run(subject, datagram, name.includes('other-source'))).length > 0;
      const isWrong = isDelivered && expect === 'reject';
      return { name, isDelivered, takers, failure: isWrong ? 'is marked reject and was delivered' : null };
    } catch (error) {
      return { name, isDelivered: false, takers: [], failure: await this.lost(error) };
    }
  }

  /**
   * Runs mutants of the given cases, to the receiver in batches and to the session one by one.
   *
   * @param seed the same seed makes the same mutants
   */
  async runMutants(cases: readonly BerCase[], seed: number, toTraps: number, toSession: number): Promise<MutantReport> {
    const random = seeded(seed);
    const failures: string[] = [];
    let delivered = 0;
    const traps = corpusOf(cases, 'trap');
    for (let left = toTraps; left > 0; left -= BATCH) {
      const batch = Array.from({ length: Math.min(left, BATCH) }, () => mutant(traps, random));
      try {
        delivered += await this.traps.run(await this.running(), batch);
      } catch (error) {
        failures.push(await this.lost(error), ...(await this.culprits(batch)));
      }
    }
    const answers = corpusOf(cases, 'response');
    for (let left = toSession; left > 0; left -= 1) {
      const datagram = mutant(answers, random);
      try {
        for (const reader of SUBJECT_READERS) {
          if (await this.answers.isTaken(await this.running(), datagram, false, reader)) delivered += 1;
        }
      } catch (error) {
        failures.push(`answer ${datagram.toString('hex')}: ${await this.lost(error)}`);
      }
    }
    const { unreadable } = await (await this.running()).counts(CANARY_WITHIN_MS);
    return { delivered, unreadable, failures };
  }

  /** Those of a batch that do harm on their own. */
  private async culprits(batch: readonly Buffer[]): Promise<string[]> {
    const found: string[] = [];
    for (const datagram of batch) {
      const hex = datagram.toString('hex');
      const { failure } = await this.run({ name: hex, hex, dir: 'trap', expect: 'either' });
      if (failure !== null) found.push(`trap ${hex}: ${failure}`);
    }
    return found;
  }

  private async running(): Promise<SubjectProcess> {
    this.subject ??= await SubjectProcess.start(this.script, this.canary.port);
    return this.subject;
  }

  /** Gives up the process after a trial that it did not survive. @returns why, in a few words */
  private async lost(error: unknown): Promise<string> {
    const { subject } = this;
    this.subject = null;
    await subject?.stop();
    if (error instanceof SubjectLost) return error.message;
    throw error;
  }
}

function corpusOf(cases: readonly BerCase[], wanted: BerCase['dir']): Buffer[] {
  return cases
    .filter(({ dir, hex }) => dir === wanted && hex.length <= 2 * LARGEST_OF_CORPUS)
    .map(({ hex }) => Buffer.from(hex, 'hex'));
}

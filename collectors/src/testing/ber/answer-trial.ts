import type { RemoteInfo } from 'node:dgram';
import { SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { int, readRequest, SEQUENCE, text, tlv, varbind } from '../ber-text.js';
import { withRequestId } from './request-id.js';
import { SubjectLost, type SubjectProcess } from './subject-process.js';
import { CANARY_WITHIN_MS } from './trap-trial.js';
import { SUBJECT_READERS, type SubjectReader } from './subject-messages.js';
import { UdpEnd } from './udp-end.js';

const RESPONSE = 0xa2;
const TIME_TICKS = 0x43;
/** sysUpTime of an honest agent, which no case has. */
const HONEST_VALUE = 3_735_928_559;
/** A walk may take its deadlines, but has to end. */
const WALK_WITHIN_MS = 8_000;

/** How an answer is given: what comes first, and whether the honest one comes after it. */
interface Manners {
  readonly first: Buffer;
  readonly fromElsewhere: boolean;
  readonly honestThen: boolean;
}

/** An agent that answers what it is told to, and a session that asks it. */
export class AnswerTrial {
  private manners: Manners | null = null;

  private constructor(
    private readonly agent: UdpEnd,
    private readonly honest: UdpEnd,
    private readonly elsewhere: UdpEnd,
  ) {
    agent.onDatagram((request, from) => {
      void this.answer(request, from);
    });
    honest.onDatagram((request, from) => {
      void honest.send(honestAnswer(request), from.port);
    });
  }

  static async open(): Promise<AnswerTrial> {
    return new AnswerTrial(await UdpEnd.open(), await UdpEnd.open(), await UdpEnd.open());
  }

  close(): void {
    for (const end of [this.agent, this.honest, this.elsewhere]) end.close();
  }

  /**
   * Asks one value and lets the agent answer with the datagram first and honestly then; lets a walk meet nothing but the
   * datagram; and asks an honest agent, while that goes on and after it.
   *
   * @param fromElsewhere whether the datagram comes from another port than the one that was asked
   * @returns which of the readers took anything of the datagram for an answer
   * @throws SubjectLost when the process ended, or an honest agent was not read within a second
   */
  async run(subject: SubjectProcess, datagram: Buffer, fromElsewhere: boolean): Promise<readonly SubjectReader[]> {
    const takers: SubjectReader[] = [];
    for (const reader of SUBJECT_READERS) {
      const isTaken = await this.isTaken(subject, datagram, fromElsewhere, reader);
      this.manners = { first: datagram, fromElsewhere, honestThen: false };
      const [walk] = await Promise.all([
        subject.ask({ kind: 'walk', port: this.agent.port, reader }, WALK_WITHIN_MS),
        this.askHonest(subject, reader),
      ]);
      await this.askHonest(subject, reader);
      if (isTaken || walk.value !== null) takers.push(reader);
    }
    return takers;
  }

  /** The first part of a run alone, with one reader. */
  async isTaken(
    subject: SubjectProcess,
    datagram: Buffer,
    fromElsewhere: boolean,
    reader: SubjectReader,
  ): Promise<boolean> {
    this.manners = { first: datagram, fromElsewhere, honestThen: true };
    const { value } = await subject.ask({ kind: 'get', port: this.agent.port, reader }, CANARY_WITHIN_MS);
    return value !== null && value !== String(HONEST_VALUE);
  }

  private async askHonest(subject: SubjectProcess, reader: SubjectReader): Promise<void> {
    const { value } = await subject.ask({ kind: 'get', port: this.honest.port, reader }, CANARY_WITHIN_MS);
    if (value !== String(HONEST_VALUE)) throw new SubjectLost('an honest agent beside it was not read');
  }

  private async answer(request: Buffer, { port }: RemoteInfo): Promise<void> {
    const { manners } = this;
    if (manners === null) return;
    const from = manners.fromElsewhere ? this.elsewhere : this.agent;
    await from.send(withRequestId(manners.first, readRequest(request).id), port);
    if (manners.honestThen) await this.agent.send(honestAnswer(request), port);
  }
}

function honestAnswer(request: Buffer): Buffer {
  const { community, id } = readRequest(request);
  const varbinds = tlv(SEQUENCE, varbind(SYS_UP_TIME_0, int(HONEST_VALUE, TIME_TICKS)));
  return tlv(SEQUENCE, int(1), text(community), tlv(RESPONSE, int(id), int(0), int(0), varbinds));
}

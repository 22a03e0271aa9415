import { SNMP_TRAP_OID_0, SNMP_TRAPS, SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../ber-text.js';
import { CANARY_COMMUNITY } from './subject-messages.js';
import { SubjectLost, type SubjectProcess } from './subject-process.js';
import type { UdpEnd } from './udp-end.js';

const INFORM = 0xa6;
export const CANARY_WITHIN_MS = 1_000;

/** Sends datagrams to the receiver, and after them an inform that it has to answer within a second. */
export class TrapTrial {
  private canaries = 0;

  constructor(
    private readonly sender: UdpEnd,
    private readonly canary: UdpEnd,
  ) {}

  /**
   * @returns how many of the datagrams were delivered
   * @throws SubjectLost when the process ended or the canary was not answered
   */
  async run(subject: SubjectProcess, datagrams: readonly Buffer[]): Promise<number> {
    const before = await subject.counts(CANARY_WITHIN_MS);
    for (const datagram of datagrams) await this.sender.send(datagram, subject.trapPort);
    await this.sing(subject);
    const after = await subject.counts(CANARY_WITHIN_MS);
    const canary = 1;
    return after.delivered - before.delivered - canary;
  }

  private async sing(subject: SubjectProcess): Promise<void> {
    this.canaries += 1;
    const id = int(this.canaries);
    const answered = new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, CANARY_WITHIN_MS, false);
      this.canary.onDatagram((datagram) => {
        if (!datagram.includes(id)) return;
        clearTimeout(timer);
        resolve(true);
      });
    });
    await this.canary.send(inform(id, this.canaries), subject.trapPort);
    if (await answered) return;
    throw new SubjectLost(
      subject.isAlive ? 'the canary after it was not answered within a second' : `the process ended${subject.cause}`,
    );
  }
}

function inform(id: Buffer, upTime: number): Buffer {
  const varbinds = [varbind(SYS_UP_TIME_0, int(upTime, 0x43)), varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.2`))];
  return tlv(SEQUENCE, int(1), text(CANARY_COMMUNITY), tlv(INFORM, id, int(0), int(0), tlv(SEQUENCE, ...varbinds)));
}

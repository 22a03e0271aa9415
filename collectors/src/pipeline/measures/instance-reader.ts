import type { DeviceFault } from '@linewatch/shared';
import type { Clock } from '../../clock/clock.js';
import { type RawValue, SmiError, unsigned32 } from '../../mibs/smi.js';
import { SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { type SnmpClient, SnmpFault, SnmpTooBig } from '../../snmp/snmp-client.js';
import type { AnsweredAt } from './point-question.js';

/** The values that came, by their instance. */
export interface InstanceValues {
  readonly cells: ReadonlyMap<string, RawValue>;
  readonly at: AnsweredAt;
}

/** Why there are no values: no readable answer, one that says no or speaks of something else, or the caller has given up. */
export type NoValues = 'SILENT' | 'REFUSED' | 'ENDED';

/** About as many values as fit into one Ethernet frame, beside sysUpTime. */
const MOST_VALUES = 40;

/** Faults that came as an answer, and at once; after any other it takes the whole patience to learn of the next. */
const ANSWERED_WITH_NO: ReadonlySet<DeviceFault> = new Set(['REFUSED', 'OTHER_OID']);

/**
 * Reads exact instances, each message with sysUpTime. Tables are never walked, so that no agent can answer without end.
 * Remembers how much the agent can say at once.
 */
export class InstanceReader {
  private most = MOST_VALUES;

  constructor(
    private readonly agent: SnmpClient,
    private readonly clock: Clock,
  ) {}

  /** Instances that are asked in one message. */
  get mostAtOnce(): number {
    return this.most;
  }

  /** Never rejects for what a device does. What is more than a message holds comes in several, of which the last dates it. */
  async read(oids: readonly string[], signal: AbortSignal): Promise<InstanceValues | NoValues> {
    const open = [...new Set(oids)];
    const cells = new Map<string, RawValue>();
    let at: AnsweredAt = { takenAt: this.clock.now(), sysUpTime: 0 };
    while (open.length > 0) {
      const asked = open.slice(0, this.most);
      const answer = await this.readOnce(asked, signal);
      if (answer === 'TOO_BIG') {
        if (asked.length === 1) return 'REFUSED';
        this.most = Math.floor(asked.length / 2);
        continue;
      }
      if (typeof answer === 'string') return answer;
      for (const [oid, cell] of answer.cells) cells.set(oid, cell);
      at = answer.at;
      open.splice(0, asked.length);
    }
    return { cells, at };
  }

  private async readOnce(oids: readonly string[], signal: AbortSignal): Promise<InstanceValues | NoValues | 'TOO_BIG'> {
    if (hasEnded(signal)) return 'ENDED';
    try {
      const varbinds = await this.agent.get([SYS_UP_TIME_0, ...oids], signal);
      const cells = new Map(varbinds.map((varbind) => [varbind.oid, varbind]));
      const upTime = cells.get(SYS_UP_TIME_0);
      if (upTime === undefined) return 'REFUSED';
      return { cells, at: { takenAt: this.clock.now(), sysUpTime: unsigned32(upTime) } };
    } catch (error) {
      if (hasEnded(signal)) return 'ENDED';
      if (error instanceof SmiError) return 'REFUSED';
      if (!(error instanceof SnmpFault)) throw error;
      if (error instanceof SnmpTooBig) return 'TOO_BIG';
      return ANSWERED_WITH_NO.has(error.fault) ? 'REFUSED' : 'SILENT';
    }
  }
}

/** Asked anew each time, as it changes while a message is under way. */
function hasEnded({ aborted }: AbortSignal): boolean {
  return aborted;
}

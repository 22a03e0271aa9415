import { IF_COLUMNS, type IfColumn, type RawInterface } from '../mibs/if-mib.js';
import { compareOids } from '../mibs/oid.js';
import { SMI, type RawValue } from '../mibs/smi.js';
import { SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { type BulkAnswer, type BulkRequest, type SnmpClient, SnmpTooBig, type Varbind } from '../snmp/snmp-client.js';

/** How many varbinds the agent gives in one answer, and from how many on it says tooBig. */
export interface AgentManners {
  cutAfter: number;
  tooBigAbove: number;
}

/** An agent in memory that answers by RFC 3416 from a recording and remembers what it was asked. */
export class RecordedAgent implements SnmpClient {
  readonly engineId = null;
  readonly asked: BulkRequest[] = [];
  readonly manners: AgentManners = { cutAfter: Infinity, tooBigAbove: Infinity };
  private instances: readonly Varbind[] = [];

  constructor(recording: Readonly<Record<string, RawValue>>) {
    this.record(recording);
  }

  /** Replaces the recording: values by their instance. */
  record(recording: Readonly<Record<string, RawValue>>): void {
    this.instances = Object.entries(recording)
      .map(([oid, { type, value }]) => ({ oid, type, value }))
      .sort((left, right) => compareOids(left.oid, right.oid));
  }

  get(oids: readonly string[]): Promise<readonly Varbind[]> {
    const found = oids.map((oid) => this.instances.find((instance) => instance.oid === oid));
    return Promise.resolve(found.map((instance, at) => instance ?? absent(oids[at] ?? '')));
  }

  getBulk(request: BulkRequest): Promise<BulkAnswer> {
    this.asked.push(request);
    const { scalars, columns, maxRepetitions } = request;
    if (scalars.length + columns.length * maxRepetitions > this.manners.tooBigAbove) {
      return Promise.reject(new SnmpTooBig());
    }
    const rows: Varbind[][] = columns.map(() => []);
    let room = this.manners.cutAfter - scalars.length;
    for (let repetition = 0; repetition < maxRepetitions; repetition += 1) {
      for (const [at, column] of columns.entries()) {
        if (room <= 0) break;
        room -= 1;
        rows[at]?.push(this.after(rows[at].at(-1)?.oid ?? column));
      }
    }
    return Promise.resolve({ scalars: scalars.map((oid) => this.after(oid)), columns: rows });
  }

  close(): void {
    // Nothing is open.
  }

  private after(oid: string): Varbind {
    let [low, high] = [0, this.instances.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(this.instances[middle]?.oid ?? '', oid) > 0) high = middle;
      else low = middle + 1;
    }
    return this.instances[low] ?? { oid, type: SMI.END_OF_MIB_VIEW, value: null };
  }
}

function absent(oid: string): Varbind {
  return { oid, type: SMI.NO_SUCH_INSTANCE, value: null };
}

export const counter64 = (value: bigint): RawValue => {
  const digits = value.toString(16);
  return { type: SMI.COUNTER64, value: Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex') };
};
export const counter32 = (value: number): RawValue => ({ type: SMI.COUNTER32, value });
export const gauge = (value: number): RawValue => ({ type: SMI.GAUGE32, value });
export const ticks = (value: number): RawValue => ({ type: SMI.TIME_TICKS, value });
export const integer = (value: number): RawValue => ({ type: SMI.INTEGER, value });
export const octets = (value: string): RawValue => ({ type: SMI.OCTET_STRING, value: Buffer.from(value) });

/** An interface of 100 Mbit/s that is up; a test names only what it is about. */
export function anInterface(name: string, overrides: Partial<RawInterface> = {}): RawInterface {
  return {
    ifDescr: octets(`Interface ${name}`),
    ifSpeed: gauge(100_000_000),
    ifAdminStatus: integer(1),
    ifOperStatus: integer(1),
    ifLastChange: ticks(0),
    ifInOctets: counter32(0),
    ifInUcastPkts: counter32(0),
    ifInDiscards: counter32(0),
    ifInErrors: counter32(0),
    ifOutOctets: counter32(0),
    ifOutUcastPkts: counter32(0),
    ifOutDiscards: counter32(0),
    ifOutErrors: counter32(0),
    ifName: octets(name),
    ifHCInOctets: counter64(0n),
    ifHCInUcastPkts: counter64(0n),
    ifHCOutOctets: counter64(0n),
    ifHCOutUcastPkts: counter64(0n),
    ifHighSpeed: gauge(100),
    ifAlias: octets(''),
    ifCounterDiscontinuityTime: ticks(0),
    ...overrides,
  };
}

/** A recording of a device with these interfaces by their index. */
export function aRecording(
  interfaces: Readonly<Record<number, RawInterface>>,
  { sysUpTime = 100_000, ifTableLastChange = 0 }: { sysUpTime?: number; ifTableLastChange?: number } = {},
): Record<string, RawValue> {
  const recording: Record<string, RawValue> = {
    [SYS_UP_TIME_0]: ticks(sysUpTime),
    '1.3.6.1.2.1.2.1.0': integer(Object.keys(interfaces).length),
    '1.3.6.1.2.1.31.1.5.0': ticks(ifTableLastChange),
    '1.3.6.1.6.3.10.2.1.2.0': integer(7),
  };
  for (const [index, cells] of Object.entries(interfaces)) {
    for (const [column, value] of Object.entries(cells))
      recording[`${IF_COLUMNS[column as IfColumn]}.${index}`] = value;
  }
  return recording;
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import * as fc from 'fast-check';
import snmp from 'net-snmp';
import {
  aCircuit,
  aDevice,
  aPort,
  COMMUNITY,
  HandClock,
  openSmallHouse,
  udpPortOf,
} from '../../testing/small-practice-house.js';
import { SnmpManager } from '../../testing/snmp-manager.js';
import type { PracticeHouse } from '../practice-house.js';
import { DeviceAgent } from './device-agent.js';

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const IF_OPER_STATUS = '1.3.6.1.2.1.2.2.1.8';
const IF_IN_OCTETS = '1.3.6.1.2.1.2.2.1.10';
const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
const IF_HC_IN_OCTETS = '1.3.6.1.2.1.31.1.1.1.6';
const IF_ALIAS = '1.3.6.1.2.1.31.1.1.1.18';
const END_OF_MIB_VIEW: number = snmp.ObjectType.EndOfMibView;
const LAST = '1.3.6.1.6.3.10.2.1.4.0';

describe('the agent of a practice device, asked by v2c', () => {
  let clock: HandClock;
  let house: PracticeHouse;
  let manager: SnmpManager;
  let port: number;

  beforeEach(async () => {
    clock = new HandClock();
    house = await openSmallHouse(clock);
    port = udpPortOf(house, 'PE-2C');
    manager = SnmpManager.v2c(port, COMMUNITY);
  });

  afterEach(async () => {
    manager.close();
    await house.close();
  });

  it('tells its name and how long it is up, in hundredths of a second', async () => {
    const [name, before] = await manager.get(SYS_NAME, SYS_UP_TIME);
    clock.pass(12_340);
    const [after] = await manager.get(SYS_UP_TIME);

    expect(name?.value).toBe('PE-2C');
    expect(after?.type).toBe(snmp.ObjectType.TimeTicks);
    expect(Number(after?.value) - Number(before?.value)).toBe(1_234);
  });

  it('says of each name that it does not know whether the object or only the instance is missing', async () => {
    const answer = await manager.get('1.3.6.1.2.1.99.1.0', `${IF_OPER_STATUS}.77`, '1.3.6.1.2.1.1.3', SYS_NAME);

    expect(answer.map(({ type }) => type)).toEqual([
      snmp.ObjectType.NoSuchObject,
      snmp.ObjectType.NoSuchInstance,
      snmp.ObjectType.NoSuchInstance,
      snmp.ObjectType.OctetString,
    ]);
  });

  it('walks in the order of object identifiers, the same by GETNEXT as by GETBULK', async () => {
    const byBulk = await manager.walk('1.3.6.1', 7);
    const byNext: string[] = [];
    for (let name = '1.3.6.1'; ;) {
      const [next] = await manager.getNext(name);
      if (next === undefined || next.type === END_OF_MIB_VIEW) break;
      byNext.push(next.oid);
      name = next.oid;
    }

    expect(byBulk.map(({ oid }) => oid)).toEqual(byNext);
    expect(byNext).toEqual([...byNext].sort(byArcs));
    expect(byNext.at(-1)).toBe(LAST);
    expect(byNext.length).toBe(7 + 4 + 1 + 2 + 3 * (18 + 19));
  });

  it('says that the end is reached, under the name that was asked', async () => {
    const [next] = await manager.getNext(LAST);

    expect(next).toEqual({ oid: LAST, type: snmp.ObjectType.EndOfMibView, value: null });
  });

  it('answers GETBULK with each non-repeater once and each other name as often as asked', async () => {
    const [upTime, names, octets] = await manager.getBulk(['1.3.6.1.2.1.1.3', IF_NAME, IF_HC_IN_OCTETS], 1, 2);

    expect(upTime?.map(({ oid }) => oid)).toEqual([SYS_UP_TIME]);
    expect(names?.map(({ oid, value }) => [oid, value])).toEqual([
      [`${IF_NAME}.1`, 'ge-0/1'],
      [`${IF_NAME}.2`, 'ge-0/2'],
    ]);
    expect(octets?.map(({ oid, type }) => [oid, type])).toEqual([
      [`${IF_HC_IN_OCTETS}.1`, snmp.ObjectType.Counter64],
      [`${IF_HC_IN_OCTETS}.2`, snmp.ObjectType.Counter64],
    ]);
  });

  it('goes on behind the last row with what follows in the tree, and stops at the end of everything', async () => {
    const [column] = await manager.getBulk(['1.3.6.1.6.3.10.2.1.2'], 0, 50);

    expect(column?.map(({ oid }) => oid)).toEqual(['1.3.6.1.6.3.10.2.1.2.0', '1.3.6.1.6.3.10.2.1.3.0', LAST, LAST]);
    expect(column?.at(-1)?.type).toBe(snmp.ObjectType.EndOfMibView);
  });

  it('refuses to be written to', async () => {
    await expectAsync(manager.set(SYS_NAME, 'mine now')).toBeRejectedWithError(/NotWritable/);
  });

  it('is silent to a wrong community', async () => {
    const stranger = SnmpManager.v2c(port, 'guessed', 60);

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/timed out/);
    stranger.close();
  });

  it('shows the lower 32 bits of the octets as the 32-bit counter, over its wrap', async () => {
    const readBoth = async (): Promise<[bigint, bigint]> => {
      const [full, low] = await manager.get(`${IF_HC_IN_OCTETS}.1`, `${IF_IN_OCTETS}.1`);
      return [BigInt(full?.value ?? 0), BigInt(low?.value ?? 0)];
    };
    const [fullBefore, lowBefore] = await readBoth();
    clock.pass(120_000);
    const [fullAfter, lowAfter] = await readBoth();

    expect(lowBefore).toBe(fullBefore & 0xffff_ffffn);
    expect(lowAfter).toBe(fullAfter & 0xffff_ffffn);
    expect(fullAfter - fullBefore).toBe(60_000_000n);
    expect(lowAfter < lowBefore)
      .withContext('it wrapped')
      .toBeTrue();
  });

  it('lives through whatever is sent to it', async () => {
    const requests = [getRequest(COMMUNITY, 1), await firstDatagramOfV3()];
    const agents = house.network.devices.map((device) => new DeviceAgent(device, () => clock.now()));
    const mutated = fc.constantFrom(...requests).chain((request) =>
      fc.tuple(fc.nat(request.length - 1), fc.nat(255), fc.nat(request.length)).map(([at, byte, length]) => {
        const mutant = Buffer.from(request);
        mutant[at] = byte;
        return mutant.subarray(0, length % 3 === 0 ? length : undefined);
      }),
    );
    const rubbish = fc.uint8Array({ maxLength: 80 }).map((octets) => Buffer.from(octets));

    fc.assert(
      fc.property(fc.oneof(rubbish, mutated), (datagram) => {
        const answers = agents.map((agent) => agent.answer(datagram));
        return answers.every((answer) => answer === null || answer.length <= 1_472);
      }),
      { numRuns: 3_000 },
    );
    expect(agents[0]?.answer(getRequest(COMMUNITY, 1))).toBeInstanceOf(Buffer);
  });
});

describe('the answer of a practice device with many ports', () => {
  let house: PracticeHouse;

  beforeEach(async () => {
    const ports = Array.from({ length: 60 }, (_, place) => aPort(place + 1, { ifAlias: 'x'.repeat(64) }));
    house = await openSmallHouse(new HandClock(), {
      world: { devices: [aDevice('PE-2C', { ports })], circuits: [aCircuit('C-1')] },
    });
  });

  afterEach(() => house.close());

  it('is cut to whole rows that fit one frame of 1472 octets', async () => {
    const columns = [IF_NAME, IF_HC_IN_OCTETS, IF_ALIAS];
    const manager = SnmpManager.v2c(udpPortOf(house, 'PE-2C'), COMMUNITY);
    const answer = await manager.getBulk(columns, 0, 50);
    manager.close();
    const [reply] = await exchange(udpPortOf(house, 'PE-2C'), bulkRequest(columns, 50));

    const rows = answer[0]?.length ?? 0;
    expect(answer.map(({ length }) => length)).toEqual([rows, rows, rows]);
    expect(reply?.length).toBeLessThanOrEqual(1_472);
    expect((reply?.length ?? 0) * ((rows + 2) / rows))
      .withContext('two rows more do not fit')
      .toBeGreaterThan(1_472);
  });

  it('is "too big" and empty when a GET asks for more than fits', async () => {
    const manager = SnmpManager.v2c(udpPortOf(house, 'PE-2C'), COMMUNITY);
    const aliases = Array.from({ length: 20 }, (_, place) => `${IF_ALIAS}.${String(place + 1)}`);

    await expectAsync(manager.get(...aliases)).toBeRejectedWithError(/TooBig/);
    await expectAsync(manager.get(...aliases.slice(0, 10))).toBeResolved();
    manager.close();
  });
});

/** Order of object identifiers, written once more and differently from the agent's. */
function byArcs(left: string, right: string): number {
  const padded = (oid: string): string =>
    oid
      .split('.')
      .map((arc) => arc.padStart(10, '0'))
      .join('.');
  return padded(left) < padded(right) ? -1 : 1;
}

/** A GET for sysName.0, laid by hand. */
function getRequest(community: string, requestId: number): Buffer {
  const binding = tlv(0x30, Buffer.concat([Buffer.from('06082b06010201010500', 'hex'), Buffer.from('0500', 'hex')]));
  return message(community, 0xa0, [requestId, 0, 0], [binding]);
}

function bulkRequest(columns: readonly string[], maxRepetitions: number): Buffer {
  const bindings = columns.map((column) => {
    const [, , ...arcs] = column.split('.').map(Number);
    return tlv(0x30, Buffer.concat([tlv(0x06, Buffer.from([0x2b, ...arcs])), Buffer.from('0500', 'hex')]));
  });
  return message(COMMUNITY, 0xa5, [7, 0, maxRepetitions], bindings);
}

function message(community: string, pdu: number, numbers: readonly number[], bindings: readonly Buffer[]): Buffer {
  const integers = numbers.map((number) => Buffer.from([2, 1, number]));
  const body = tlv(pdu, Buffer.concat([...integers, tlv(0x30, Buffer.concat(bindings))]));
  return tlv(0x30, Buffer.concat([Buffer.from([2, 1, 1]), tlv(4, Buffer.from(community)), body]));
}

/** Short form only: what is laid by hand here stays below 128 octets. */
function tlv(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/** What the library sends to begin with: the discovery of the engine. */
async function firstDatagramOfV3(): Promise<Buffer> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const heard = once(socket, 'message');
  const manager = SnmpManager.v3(socket.address().port, 'user', 'auth-key-1', 'priv-key-1', 100);
  const unanswered = expectAsync(manager.get(SYS_NAME)).toBeRejected();
  const [datagram] = (await heard) as [Buffer];
  await unanswered;
  manager.close();
  socket.close();
  return datagram;
}

async function exchange(port: number, request: Buffer): Promise<Buffer[]> {
  const socket = createSocket('udp4');
  socket.send(request, port, '127.0.0.1');
  const answer = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return answer;
}

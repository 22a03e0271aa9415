import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { TrapNote } from '@linewatch/shared';
import { IF_INDEX } from '../mibs/if-mib.js';
import { SNMP_TRAP_OID_0, SNMP_TRAPS, SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../testing/ber-text.js';
import { eventually } from '../testing/eventually.js';
import { PolledHouse } from '../testing/polled-house.js';
import { aDevice, COMMUNITY, V3_ACCESS } from '../testing/small-practice-house.js';
import type { TrapOutcome } from './trap-outcomes.js';

const OTHERS_COMMUNITY = 'others-ro';
const PATIENCE_MS = 180_000;
const LONGEST_MS = 180_000;
const IF_INDEX_OF_LINE = 1;

/** A linkDown of the line's port that nobody's device sent. */
function linkDown(community: string, upTime = 1): Buffer {
  const varbinds = tlv(
    SEQUENCE,
    varbind(SYS_UP_TIME_0, int(upTime, 0x43)),
    varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`)),
    varbind(`${IF_INDEX}.${String(IF_INDEX_OF_LINE)}`, int(IF_INDEX_OF_LINE)),
    varbind(`1.3.6.1.2.1.2.2.1.8.${String(IF_INDEX_OF_LINE)}`, int(2)),
  );
  return tlv(SEQUENCE, int(1), text(community), tlv(0xa7, int(1), int(0), int(0), varbinds));
}

/** The same by v1, in the name of another agent. */
function linkDownOfV1(community: string, agent: readonly number[]): Buffer {
  const varbinds = tlv(SEQUENCE, varbind(`${IF_INDEX}.${String(IF_INDEX_OF_LINE)}`, int(IF_INDEX_OF_LINE)));
  const head = [oid('1.3.6.1.4.1.2011'), tlv(0x40, Buffer.from(agent)), int(2), int(0), int(9, 0x43)];
  return tlv(SEQUENCE, int(0), text(community), tlv(0xa4, ...head, varbinds));
}

/** v3 without authentication, though it names the right user. */
function openV3(): Buffer {
  const header = tlv(SEQUENCE, int(1), int(65_507), text(Buffer.of(0)), int(3));
  const engine = text(Buffer.from('80001f8880aabbccdd', 'hex'));
  const usm = tlv(SEQUENCE, engine, int(1), int(1), text(V3_ACCESS.user), text(''), text(''));
  const pdu = tlv(0xa7, int(1), int(0), int(0), tlv(SEQUENCE, varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`))));
  return tlv(SEQUENCE, int(3), header, text(usm), tlv(SEQUENCE, text(''), text(''), pdu));
}

describe('a forged trap', () => {
  let house: PolledHouse;
  let sockets: Socket[];

  beforeEach(async () => {
    sockets = [];
    const access = { version: 'V2C', community: OTHERS_COMMUNITY } as const;
    house = await PolledHouse.open([
      aDevice('PE-2C'),
      aDevice('PE-OTHER', { access }),
      aDevice('PE-V3', { access: V3_ACCESS }),
    ]);
  });

  afterEach(async () => {
    for (const socket of sockets) socket.close();
    await house.close();
  });

  async function from(address: string): Promise<(datagram: Buffer) => void> {
    const socket = createSocket('udp4');
    sockets.push(socket);
    socket.bind(0, address);
    await once(socket, 'listening');
    return (datagram) => {
      socket.send(datagram, house.trapPort, '127.0.0.1');
    };
  }

  async function counted(outcome: TrapOutcome, count: number): Promise<void> {
    let last = 0;
    const look = async (): Promise<void> => {
      last = (await house.trapCounts()).get(outcome) ?? 0;
    };
    for (let tries = 0; tries < 200 && last !== count; tries += 1) await look();
    expect(last).withContext(outcome).toBe(count);
  }

  it(
    'is dropped and counted by its reason, or is read after; the state is what the device says',
    async () => {
      const { api } = house;
      const [mine = '', others] = house.devices.map(({ id }) => id);
      const [near, far] = [await from('127.0.0.1'), await from('127.0.0.9')];
      far(linkDown(COMMUNITY));
      await counted('UNKNOWN_SOURCE', 1);
      near(linkDown('guess'));
      await counted('WRONG_CREDENTIALS', 1);
      near(openV3());
      await counted('UNAUTHENTICATED', 1);
      expect(api.traps.size).withContext('nothing of these is kept').toBe(0);

      // Whoever knows the community and the address can say what they like.
      near(linkDown(COMMUNITY));
      near(linkDownOfV1(COMMUNITY, [127, 0, 0, 9]));
      near(linkDown(COMMUNITY));
      await counted('DELIVERED', 2);
      await counted('DUPLICATE', 1);
      const notes = await eventually(
        'both kept and read',
        () => (api.traps.size === 2 && api.trapReadings.size === 2 ? [...api.traps.values()] : undefined),
        PATIENCE_MS,
      );

      expect(notes.map((note: TrapNote) => note.deviceId)).toEqual([mine, mine]);
      expect(notes.map((note: TrapNote) => note.agentAddress)).toEqual([null, '127.0.0.9']);
      expect([...api.trapReadings.values()].map(({ fault, operStatus }) => [fault, operStatus])).toEqual([
        [null, 1],
        [null, 1],
      ]);
      for (const portId of [1, 2, 3]) expect(new Set(house.statesOf(portId))).toEqual(new Set([1]));
      expect(notes.some((note: TrapNote) => note.deviceId === others)).toBeFalse();
    },
    LONGEST_MS,
  );
});

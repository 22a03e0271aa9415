import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SNMP_TRAP_OID_0, SNMP_TRAPS, SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../testing/ber-text.js';
import { eventually } from '../testing/eventually.js';
import { PolledHouse } from '../testing/polled-house.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { aDevice, COMMUNITY, V3_ACCESS } from '../testing/small-practice-house.js';

const STRANGER = '127.0.0.9';
/** A device of the work list that only tells, and is told apart by its address. */
const CANARY = '127.0.0.3';
const CANARIES = 12;
const POLLS = 3;
const TOLD_AGAIN_AFTER_MS = 200;
const LONGEST_MS = 180_000;

/** An inform of linkDown by v2c. */
function inform(id: number): Buffer {
  const varbinds = tlv(
    SEQUENCE,
    varbind(SYS_UP_TIME_0, int(1_000 + id, 0x43)),
    varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`)),
  );
  return tlv(SEQUENCE, int(1), text(COMMUNITY), tlv(0xa6, int(id), int(0), int(0), varbinds));
}

describe('a flood at the trap port', () => {
  let house: PolledHouse;
  let canary: Socket;
  let answers: number;

  beforeEach(async () => {
    house = await PolledHouse.open([aDevice('PE-2C'), aDevice('PE-V3', { access: V3_ACCESS })], {
      others: [aPolledDevice({ address: CANARY, port: 1, access: { version: 'V2C', community: COMMUNITY } })],
    });
    answers = 0;
    canary = createSocket('udp4');
    canary.on('message', () => {
      answers += 1;
    });
    canary.bind(0, CANARY);
    await once(canary, 'listening');
  });

  afterEach(async () => {
    canary.close();
    await house.close();
  });

  /** Told again until it is answered, as informs are. @returns how many datagrams it took */
  async function isHeard(id: number): Promise<number> {
    const before = answers;
    for (let told = 1; ; told += 1) {
      canary.send(inform(id), house.trapPort, '127.0.0.1');
      try {
        await eventually('the answer', () => answers > before || undefined, TOLD_AGAIN_AFTER_MS);
        return told;
      } catch {
        // The system had no room for it.
      }
    }
  }

  async function startFlood(): Promise<() => Promise<number>> {
    const kinds = [
      { kind: 'rubbish', from: STRANGER },
      { kind: 'engines', from: '127.0.0.1' },
      { kind: 'guesses', from: '127.0.0.1' },
    ];
    const flooder = new Worker(new URL('../testing/flooder.js', import.meta.url), {
      workerData: { port: house.trapPort, kinds },
    });
    await once(flooder, 'online');
    return async () => {
      const total = once(flooder, 'message');
      flooder.postMessage('enough');
      const [sent] = (await total) as [number];
      await flooder.terminate();
      return sent;
    };
  }

  it(
    'of rubbish, of ever new engines and of guesses stalls neither informs nor polls, and is counted whole',
    async () => {
      const readBefore = house.devices.map((_, at) => house.statesOf(at + 1).length);
      const endFlood = await startFlood();
      let told = 0;
      for (let id = 1; id <= CANARIES; id += 1) told += await isHeard(id);
      for (const [at, before] of readBefore.entries()) await house.reads(at + 1, before + POLLS);
      const sent = await endFlood();

      let counted = 0;
      for (let tries = 0; tries < 500 && counted < sent + told; tries += 1) {
        counted = [...(await house.trapCounts()).values()].reduce((sum, count) => sum + count, 0);
      }
      const counts = await house.trapCounts();
      expect(counted)
        .withContext(JSON.stringify([...counts]))
        .toBe(sent + told);
      expect(counts.get('UNKNOWN_SOURCE') ?? 0).toBeGreaterThan(0);
      expect(counts.get('SOURCE_RATE') ?? 0).toBeGreaterThan(0);
      for (const at of house.devices.keys()) expect(new Set(house.statesOf(at + 1))).toEqual(new Set([1]));
    },
    LONGEST_MS,
  );
});

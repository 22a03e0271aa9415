import type { DeviceFault } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../../clock/clock.js';
import { DeviceReader } from '../../pipeline/device-reader.js';
import { DeviceAgent } from '../../practice-network/agent/device-agent.js';
import type { PracticeDevice } from '../../practice-network/model/practice-device.js';
import type { PracticeHouse } from '../../practice-network/practice-house.js';
import { HostileAgent, messageIdOf, report } from '../../testing/hostile-agent.js';
import { oid } from '../../testing/ber-text.js';
import { aPolledDevice, aPolledPort } from '../../testing/polled-device.builder.js';
import { HandClock, openSmallHouse, V3_ACCESS } from '../../testing/small-practice-house.js';
import { ReasonCounts, type Refusal } from '../guard/refusals.js';
import { SnmpFault } from '../snmp-client.js';
import { LeanV3Client } from './lean-v3-client.js';
import { SharedSockets } from './shared-sockets.js';

const NEVER = new AbortController().signal;
const PORTS = [1, 2, 3].map((number) => aPolledPort({ portId: number, ifName: `ge-0/${String(number)}` }));
const PATIENCE_MS = 1_000;
const SHORT_MS = 100;
const NOT_IN_TIME_WINDOWS = oid('1.3.6.1.6.3.15.1.1.2.0');

describe('A v3 device that is polled steadily', () => {
  let clock: HandClock;
  let house: PracticeHouse;
  let device: PracticeDevice;
  let agent: DeviceAgent;
  let udp: HostileAgent;
  let refused: ReasonCounts<Refusal>;
  let sockets: SharedSockets;
  let client: LeanV3Client;
  let reader: DeviceReader;
  /** What becomes of an answer on its way; a spec sets it. */
  let onTheWay: (answer: Buffer, request: Buffer) => readonly Buffer[];

  beforeEach(async () => {
    clock = new HandClock();
    house = await openSmallHouse(clock);
    const [found] = house.network.devices.filter(({ code }) => code === 'PE-V3');
    if (found === undefined) throw new Error('The house has no PE-V3');
    device = found;
    agent = new DeviceAgent(device, () => clock.now());
    onTheWay = (answer) => [answer];
    udp = await HostileAgent.open((_, datagram) => {
      const answer = agent.answer(datagram);
      return answer === null ? [] : onTheWay(answer, datagram);
    });
    refused = new ReasonCounts<Refusal>();
    sockets = new SharedSockets(refused);
    polledWithin(PATIENCE_MS);
  });

  afterEach(async () => {
    client.close();
    sockets.close();
    udp.close();
    await house.close();
  });

  function polledWithin(timeoutMs: number): void {
    const profile = { intervalS: 10, timeoutMs, retries: 1, backoff: 1, maxRepetitions: 20 };
    client = new LeanV3Client(aPolledDevice({ port: udp.port, access: V3_ACCESS, profile }), sockets, refused);
    reader = new DeviceReader(client, 20, SYSTEM_CLOCK);
  }

  /** Polls once. @returns the fault, or how many ports were read straight into numbers */
  async function poll(): Promise<DeviceFault | number> {
    try {
      return (await reader.read(PORTS, NEVER)).steady?.ports.length ?? 0;
    } catch (error) {
      if (error instanceof SnmpFault) return error.fault;
      throw error;
    }
  }

  /** Polls until a poll needs a single request: engine, table and slow columns are known then. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) expect(await poll()).toBe(PORTS.length);
    const before = udp.requests.length;
    expect(await poll()).toBe(PORTS.length);
    expect(udp.requests.length - before).toBe(1);
  }

  it('is read by one encrypted request, whose octets are never the same', async () => {
    await settle();
    await poll();
    const [before, last] = udp.requests.slice(-2);

    expect(refused.total).toBe(0);
    expect(last?.includes(Buffer.from('2b060102011f0101', 'hex')))
      .withContext('a column in the open')
      .toBeFalse();
    expect(before?.subarray(-50)).not.toEqual(last?.subarray(-50));
    expect(client.engineMoment).toEqual(jasmine.objectContaining({ boots: device.engineBoots }));
  });

  it('is asked by the time of its engine, which it tells with each answer', async () => {
    await settle();
    clock.pass(140_000);
    expect(await poll()).toBe(PORTS.length);
    clock.pass(140_000);
    const before = udp.requests.length;

    expect(await poll()).toBe(PORTS.length);
    expect(udp.requests.length - before).toBe(1);
    expect(client.engineMoment?.time).toBe(device.engineTime(clock.now()));
  });

  it('is found again within the same poll after a restart, and when its clock was set', async () => {
    await settle();
    device.reboot(clock.now());
    expect(await poll()).toBe(PORTS.length);
    expect(client.engineMoment?.boots).toBe(device.engineBoots);

    clock.pass(10_000_000);
    expect(await poll()).toBe(PORTS.length);
    await settle();
  });

  const forged: readonly (readonly [string, Refusal, (answer: Buffer) => Buffer])[] = [
    ['with a changed octet of its encrypted part', 'WRONG_DIGEST', (answer) => withChange(answer, answer.length - 1)],
    ['with a changed octet of its digest', 'WRONG_DIGEST', (answer) => withChange(answer, digestAt(answer))],
    ['in the name of another user', 'V3_HEADER', (answer) => withChange(answer, answer.indexOf(V3_ACCESS.user))],
    ['in the name of another engine', 'OTHER_ENGINE', (answer) => withChange(answer, answer.indexOf(agent.engineId))],
  ];
  for (const [what, reason, change] of forged) {
    it(`is not believed ${what}, and the true answer behind it is`, async () => {
      await settle();
      onTheWay = (answer) => [change(Buffer.from(answer)), answer];

      expect(await poll()).toBe(PORTS.length);
      expect(refused.entries()).toEqual([[reason, 1]]);
    });
  }

  it('is MALFORMED when nothing true comes, and is read again as soon as it does', async () => {
    polledWithin(SHORT_MS);
    await settle();
    onTheWay = (answer) => [withChange(answer, answer.length - 1)];
    expect(await poll()).toBe('MALFORMED');
    onTheWay = (answer) => [answer];
    polledWithin(PATIENCE_MS);

    expect(await poll()).toBe(PORTS.length);
  });

  it('is not believed with an answer to an earlier request', async () => {
    await settle();
    let earlier: Buffer | null = null;
    onTheWay = (answer) => {
      earlier = answer;
      return [answer];
    };
    await poll();
    onTheWay = (answer) => [earlier ?? answer, answer];

    expect(await poll()).toBe(PORTS.length);
  });

  it('is asked by the library again when a stranger reports that it will not answer', async () => {
    await settle();
    let isFirst = true;
    onTheWay = (answer, request) => {
      const lie = isFirst ? [report(messageIdOf(request), NOT_IN_TIME_WINDOWS)] : [];
      isFirst = false;
      return [...lie, answer];
    };

    expect(await poll()).toBe(PORTS.length);
    onTheWay = (answer) => [answer];
    await settle();
  });

  it('is NO_ANSWER when it falls silent, and read again when it speaks', async () => {
    polledWithin(SHORT_MS);
    await settle();
    onTheWay = () => [];
    expect(await poll()).toBe('NO_ANSWER');
    onTheWay = (answer) => [answer];
    polledWithin(PATIENCE_MS);

    expect(await poll()).toBe(PORTS.length);
  });
});

function withChange(datagram: Buffer, at: number): Buffer {
  const changed = Buffer.from(datagram);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** The digest follows the user's name. */
function digestAt(answer: Buffer): number {
  return answer.indexOf(V3_ACCESS.user) + V3_ACCESS.user.length + 2;
}

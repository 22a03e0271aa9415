import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { aDevice, HandClock, openSmallHouse, udpPortOf, V3_ACCESS } from '../../testing/small-practice-house.js';
import { SnmpManager } from '../../testing/snmp-manager.js';
import { PracticeDevice } from '../model/practice-device.js';
import type { PracticeHouse } from '../practice-house.js';
import { DeviceAgent } from './device-agent.js';
import { UsmUser } from './usm-user.js';

const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const ENGINE_BOOTS = '1.3.6.1.6.3.10.2.1.2.0';
const ENGINE_TIME = '1.3.6.1.6.3.10.2.1.3.0';

describe('the agent of a practice device, asked by v3', () => {
  let clock: HandClock;
  let house: PracticeHouse;
  const managers: SnmpManager[] = [];

  beforeEach(async () => {
    clock = new HandClock();
    house = await openSmallHouse(clock);
  });

  afterEach(async () => {
    for (const manager of managers.splice(0)) manager.close();
    await house.close();
  });

  function ask(user: string, authKey: string, privKey: string): SnmpManager {
    const manager = SnmpManager.v3(udpPortOf(house, 'PE-V3'), user, authKey, privKey);
    managers.push(manager);
    return manager;
  }

  it('is discovered, and answers its user under authentication and encryption', async () => {
    const [name] = await ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey).get(SYS_NAME);

    expect(name?.value).toBe('PE-V3');
  });

  it('walks the same by GETBULK of any size', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [one, many] = [await manager.walk('1.3.6.1.2.1.31', 1), await manager.walk('1.3.6.1.2.1.31', 50)];

    expect(one.length).toBe(2 + 3 * 19);
    expect(many).toEqual(one);
  });

  it('reports an unknown user', async () => {
    const stranger = ask('nobody', V3_ACCESS.authKey, V3_ACCESS.privKey);

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Uu]nknown ?[Uu]ser/);
  });

  it('reports a wrong authentication key', async () => {
    const stranger = ask(V3_ACCESS.user, 'another-auth-key', V3_ACCESS.privKey);

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Ww]rong ?[Dd]igest/);
  });

  it('reports a wrong privacy key', async () => {
    const stranger = ask(V3_ACCESS.user, V3_ACCESS.authKey, 'another-priv-key');

    await expectAsync(stranger.get(SYS_NAME)).toBeRejectedWithError(/[Dd]ecryption ?[Ee]rror/);
  });

  it('tells a manager whose idea of the time is out of the window what time it is', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [before] = await manager.get(ENGINE_TIME);
    clock.pass(1_000_000);
    const [after] = await manager.get(ENGINE_TIME);

    expect(Number(after?.value) - Number(before?.value)).toBe(1_000);
  });

  it('counts one boot more after a restart, and is found again', async () => {
    const manager = ask(V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
    const [before] = await manager.get(ENGINE_BOOTS);
    house.network.devices.find(({ code }) => code === 'PE-V3')?.reboot(clock.now());
    const [boots, time] = await manager.get(ENGINE_BOOTS, ENGINE_TIME);

    expect(Number(boots?.value) - Number(before?.value)).toBe(1);
    expect(time?.value).toBe(0);
  });
});

describe('a recorded v3 request', () => {
  let clock: HandClock;
  let device: PracticeDevice;
  let agent: DeviceAgent;
  let recorded: Buffer;

  beforeEach(async () => {
    clock = new HandClock();
    device = new PracticeDevice(aDevice('PE-V3', { access: V3_ACCESS }), clock.now());
    device.reboot(clock.now());
    agent = new DeviceAgent(device, () => clock.now());
    recorded = await recordRequest(agent);
  });

  it('is answered again within 150 s and refused afterwards, with a signed report', () => {
    clock.pass(150_000);
    expect(reportIn(agent.answer(recorded))).toBeNull();
    clock.pass(1_000);
    expect(reportIn(agent.answer(recorded))).toBe('notInTimeWindows');
  });

  it('is refused after a restart, even when the engine is as old as it was then', () => {
    device.reboot(clock.now());

    expect(reportIn(agent.answer(recorded))).toBe('notInTimeWindows');
  });

  it('is refused when the last octet of it was changed on the way', () => {
    expect(reportIn(agent.answer(withChange(recorded, recorded.length - 1, 1)))).toBe('wrongDigests');
  });

  it('is never answered, but at most reported on, when any bit of it was changed', () => {
    for (let at = 0; at < recorded.length; at += 1) {
      for (let bit = 1; bit < 0x100; bit *= 2) {
        const answer = agent.answer(withChange(recorded, at, bit));
        if (answer)
          expect(answer.includes(USM_STATS))
            .withContext(`octet ${String(at)}`)
            .toBeTrue();
      }
    }
  });

  it('is not authentic with a code of another length', () => {
    const user = new UsmUser(V3_ACCESS, agent.engineId);

    expect(user.isAuthentic(recorded, recorded.subarray(60, 72))).toBeFalse();
    expect(user.isAuthentic(recorded, recorded.subarray(60, 60))).toBeFalse();
  });
});

/** The object that a Report is about, in its octets: usmStatsNotInTimeWindows.0 and so on. */
const REPORTED = {
  notInTimeWindows: '2b060106030f01010200',
  wrongDigests: '2b060106030f01010500',
} as const;

/** usmStats, the part that all objects of such Reports begin with. */
const USM_STATS = Buffer.from('2b060106030f0101', 'hex');

function withChange(datagram: Buffer, at: number, bits: number): Buffer {
  const changed = Buffer.from(datagram);
  changed[at] = (changed[at] ?? 0) ^ bits;
  return changed;
}

/** Null for an answer that is no Report. A Report is never encrypted by its sender here, so its object can be seen. */
function reportIn(answer: Buffer | null): string | null {
  if (answer === null) throw new Error('There was no answer');
  const [name] = Object.entries(REPORTED).find(([, object]) => answer.includes(Buffer.from(object, 'hex'))) ?? [];
  return name ?? null;
}

/** Lets a manager ask the agent for its name, and keeps the request that was answered. */
async function recordRequest(agent: DeviceAgent): Promise<Buffer> {
  const socket = createSocket('udp4');
  let last: Buffer = Buffer.alloc(0);
  socket.on('message', (datagram, { port, address }) => {
    last = datagram;
    const answer = agent.answer(datagram);
    if (answer) socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const manager = SnmpManager.v3(socket.address().port, V3_ACCESS.user, V3_ACCESS.authKey, V3_ACCESS.privKey);
  await manager.get(SYS_NAME);
  manager.close();
  socket.close();
  return last;
}

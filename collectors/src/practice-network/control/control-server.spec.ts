import { request } from 'node:http';
import { PracticePorts } from '@linewatch/shared';
import snmp from 'net-snmp';
import {
  aMeasuredWorld,
  COMMUNITY,
  freeUdpPort,
  HandClock,
  openSmallHouse,
  udpPortOf,
  V3_ACCESS,
} from '../../testing/small-practice-house.js';
import { SnmpManager } from '../../testing/snmp-manager.js';
import { TrapListener } from '../../testing/trap-listener.js';
import type { PracticeHouse } from '../practice-house.js';

const MAIN = 'CS/A-ZZ/B MSTP10M 0001';
const INTERNET = 'CS/A-NE/1 IP10M 0002';
const MINUTE_MS = 60_000;
/** 1 Mbit/s for a minute. */
const MEGABIT_MINUTE = 7_500_000n;

describe('commands to the practice network', () => {
  let clock: HandClock;
  let house: PracticeHouse;
  let traps: TrapListener;

  beforeEach(async () => {
    clock = new HandClock();
    const trapPort = await freeUdpPort();
    house = await openSmallHouse(clock, { trapPort, world: aMeasuredWorld() });
    traps = await TrapListener.open(trapPort, COMMUNITY, V3_ACCESS);
  });

  afterEach(async () => {
    await traps.close();
    await house.close();
  });

  async function send(command: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`http://127.0.0.1:${String(house.controlPort)}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function portsNow(): Promise<PracticePorts> {
    const response = await fetch(`http://127.0.0.1:${String(house.controlPort)}/ports`);
    return PracticePorts.parse(await response.json());
  }

  /** Octets in and out at one end of a circuit. */
  async function octetsAt(circuit: string, end: 'A' | 'Z'): Promise<[bigint, bigint]> {
    const { ports } = await portsNow();
    const port = ports.find((each) => each.circuit === circuit && each.end === end);
    return [BigInt(port?.inOctets ?? 0), BigInt(port?.outOctets ?? 0)];
  }

  /** What one end carries in and out in the next minute. */
  async function nextMinuteAt(circuit: string, end: 'A' | 'Z'): Promise<[bigint, bigint]> {
    const [inBefore, outBefore] = await octetsAt(circuit, end);
    clock.pass(MINUTE_MS);
    const [inAfter, outAfter] = await octetsAt(circuit, end);
    return [inAfter - inBefore, outAfter - outBefore];
  }

  async function statusOf(circuit: string, end: 'A' | 'Z'): Promise<number | undefined> {
    const { ports } = await portsNow();
    return ports.find((each) => each.circuit === circuit && each.end === end)?.operStatus;
  }

  it('load holds both directions at both ends at a share of the contracted bandwidth, until auto', async () => {
    expect(await nextMinuteAt(MAIN, 'A')).toEqual([4n * MEGABIT_MINUTE, MEGABIT_MINUTE]);
    await send({ do: 'load', circuit: MAIN, percent: 80 });
    expect(await nextMinuteAt(MAIN, 'A')).toEqual([8n * MEGABIT_MINUTE, 8n * MEGABIT_MINUTE]);
    expect(await nextMinuteAt(MAIN, 'Z')).toEqual([8n * MEGABIT_MINUTE, 8n * MEGABIT_MINUTE]);
    await send({ do: 'load', circuit: MAIN, percent: null });
    expect(await nextMinuteAt(MAIN, 'Z')).toEqual([MEGABIT_MINUTE, 4n * MEGABIT_MINUTE]);
  });

  it('renumber gives all interfaces of a device other indexes; names, circuits and counters stay', async () => {
    const before = await portsNow();
    const { status, body } = await send({ do: 'renumber', device: 'PE-2C' });
    const after = await portsNow();

    expect(status).toBe(200);
    expect(String(body['text'])).toContain('PE-2C');
    expect(after.ports.map(({ ifIndex }) => ifIndex)).toEqual([6, 5, 4, 1, 2, 3]);
    const withoutIndex = ({ ports }: PracticePorts) => ports.map((port) => ({ ...port, ifIndex: 0 }));
    expect(withoutIndex(after)).toEqual(withoutIndex(before));
  });

  it('down at one end stops the traffic at both, but the port at the other end stays up', async () => {
    await send({ do: 'down', circuit: MAIN, end: 'Z' });

    expect(await statusOf(MAIN, 'Z')).toBe(2);
    expect(await statusOf(MAIN, 'A')).toBe(1);
    expect(await nextMinuteAt(MAIN, 'A')).toEqual([0n, 0n]);
    expect(await nextMinuteAt(MAIN, 'Z')).toEqual([0n, 0n]);
    expect((await nextMinuteAt(INTERNET, 'A'))[0]).toBe(4n * MEGABIT_MINUTE);

    await send({ do: 'up', circuit: MAIN, end: 'Z' });
    expect(await nextMinuteAt(MAIN, 'A')).toEqual([4n * MEGABIT_MINUTE, MEGABIT_MINUTE]);
  });

  it('alarm tells the trap port of the status of the E1, at the end that shows it and at the one that complains', async () => {
    const { body } = await send({ do: 'alarm', circuit: MAIN, end: 'A', alarm: 'los' });
    const heard = [await traps.next(), await traps.next()];

    expect(body['text']).toMatch(/ shows LOS$/);
    expect(await statusOf(MAIN, 'A')).toBe(2);
    expect(await statusOf(MAIN, 'Z')).toBe(1);
    for (const [device, status] of [
      ['PE-2C', 64],
      ['PE-V3', 2],
    ] as const) {
      const trap = heard.find(({ sourcePort }) => sourcePort === udpPortOf(house, device));
      const values = Object.fromEntries(trap?.bindings.map(({ oid, value }) => [oid, value]) ?? []);
      expect(values['1.3.6.1.6.3.1.1.4.1.0']).toBe('1.3.6.1.2.1.10.18.15.0.1');
      expect(values['1.3.6.1.2.1.10.18.6.1.10.1']).toBe(status);
      expect(values['1.3.6.1.2.1.10.18.6.1.16.1']).toBe(values['1.3.6.1.2.1.1.3.0']);
    }
    expect((await nextMinuteAt(MAIN, 'Z'))[0]).toBe(0n);
  });

  it('down tells the trap port: up time, linkDown, and the states of the port, from the port of the device', async () => {
    await send({ do: 'down', circuit: 'main line' });
    const heard = await traps.next();

    expect(heard.sourcePort).toBe(udpPortOf(house, 'PE-2C'));
    expect(heard.bindings.map(({ oid, value }) => [oid, value]).slice(1)).toEqual([
      ['1.3.6.1.6.3.1.1.4.1.0', '1.3.6.1.6.3.1.1.5.3'],
      ['1.3.6.1.2.1.2.2.1.1.1', 1],
      ['1.3.6.1.2.1.2.2.1.7.1', 1],
      ['1.3.6.1.2.1.2.2.1.8.1', 2],
    ]);
    expect(heard.bindings[0]).toEqual(
      jasmine.objectContaining({ oid: '1.3.6.1.2.1.1.3.0', type: snmp.ObjectType.TimeTicks }),
    );
  });

  it('a v3 device sends its traps authenticated and encrypted', async () => {
    await send({ do: 'down', circuit: MAIN, end: 'Z' });
    await send({ do: 'up', circuit: MAIN, end: 'Z' });
    const [down, up] = [await traps.next(), await traps.next()];

    expect(down.sourcePort).toBe(udpPortOf(house, 'PE-V3'));
    expect(down.user).toBe(V3_ACCESS.user);
    expect([down, up].map(({ bindings }) => bindings[1]?.value)).toEqual([
      '1.3.6.1.6.3.1.1.5.3',
      '1.3.6.1.6.3.1.1.5.4',
    ]);
  });

  it('sends no trap when told not to, nor when nothing changed', async () => {
    await send({ do: 'down', circuit: MAIN, trap: false });
    await send({ do: 'down', circuit: MAIN });
    await send({ do: 'up', circuit: MAIN });

    expect((await traps.next()).bindings[1]?.value).toBe('1.3.6.1.6.3.1.1.5.4');
  });

  it('tells of a port that is down when it is asked to lie, and leaves the port as it is', async () => {
    await send({ do: 'false-trap', circuit: MAIN });

    expect((await traps.next()).bindings[1]?.value).toBe('1.3.6.1.6.3.1.1.5.3');
    expect(await statusOf(MAIN, 'A')).toBe(1);
  });

  it('flap goes down and up as often as told, and ends up', async () => {
    await send({ do: 'flap', circuit: MAIN, times: 3, everyMs: 1_000 });
    const seen: (number | undefined)[] = [];
    for (let at = 0; at < 8; at += 1) {
      seen.push(await statusOf(MAIN, 'A'));
      clock.pass(500);
    }

    expect(seen).toEqual([2, 1, 2, 1, 2, 1, 1, 1]);
  });

  it('up ends a flap for good', async () => {
    await send({ do: 'flap', circuit: MAIN, times: 3, everyMs: 1_000 });
    await send({ do: 'up', circuit: MAIN });
    const seen: (number | undefined)[] = [];
    for (let at = 0; at < 6; at += 1) {
      clock.pass(500);
      seen.push(await statusOf(MAIN, 'A'));
    }

    expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('a command changes nothing of what passed before it, even when nobody looked in between', async () => {
    const [before] = await octetsAt(MAIN, 'A');
    clock.pass(MINUTE_MS);
    await send({ do: 'load', circuit: MAIN, percent: 80 });
    clock.pass(MINUTE_MS);
    await send({ do: 'speed', circuit: MAIN, mbps: 2 });
    clock.pass(MINUTE_MS);
    await send({ do: 'down', circuit: MAIN, end: 'Z' });
    clock.pass(MINUTE_MS);
    await send({ do: 'up', circuit: MAIN, end: 'Z' });
    const [after] = await octetsAt(MAIN, 'A');

    expect(after - before).toBe((4n + 8n + 2n) * MEGABIT_MINUTE);
  });

  it('reboot begins up time and counters at nothing, counts a boot and sends coldStart', async () => {
    clock.pass(MINUTE_MS);
    await send({ do: 'reboot', device: 'PE-2C' });
    clock.pass(2_000);
    const { ports } = await portsNow();
    const port = ports.find((each) => each.circuit === MAIN && each.end === 'A');

    expect(port?.sysUpTime).toBe(200);
    expect(port?.inOctets).toBe('1000000');
    expect((await traps.next()).bindings[1]?.value).toBe('1.3.6.1.6.3.1.1.5.1');
  });

  it('a silent device says nothing until it may answer again, while its lines go on', async () => {
    const manager = SnmpManager.v2c(udpPortOf(house, 'PE-2C'), COMMUNITY, 60);
    await send({ do: 'silence', device: 'PE-2C' });
    await expectAsync(manager.get('1.3.6.1.2.1.1.3.0')).toBeRejected();
    expect((await nextMinuteAt(MAIN, 'A'))[0]).toBe(4n * MEGABIT_MINUTE);
    await send({ do: 'answer', device: 'PE-2C' });

    await expectAsync(manager.get('1.3.6.1.2.1.1.3.0')).toBeResolved();
    manager.close();
  });

  it('speed changes what the port says it can, and what it carries at most', async () => {
    await send({ do: 'speed', circuit: MAIN, mbps: 2 });
    const manager = SnmpManager.v2c(udpPortOf(house, 'PE-2C'), COMMUNITY);
    const [speed, highSpeed] = await manager.get('1.3.6.1.2.1.2.2.1.5.1', '1.3.6.1.2.1.31.1.1.1.15.1');
    manager.close();

    expect([speed?.value, highSpeed?.value]).toEqual([2_000_000, 2]);
    expect(await nextMinuteAt(MAIN, 'A')).toEqual([2n * MEGABIT_MINUTE, MEGABIT_MINUTE]);
  });

  it('does not find an unknown circuit or device, and names the nearest', async () => {
    const circuit = await send({ do: 'down', circuit: 'CS/A-ZZ/C' });
    const device = await send({ do: 'reboot', device: 'PE-9' });

    expect(circuit.status).toBe(404);
    expect(circuit.body).toEqual(
      jasmine.objectContaining({ code: 'circuit.not-found', details: { nearest: `${MAIN} | ${INTERNET}` } }),
    );
    expect(device.status).toBe(404);
    expect(device.body['code']).toBe('device.not-found');
  });

  it('refuses what is no command, naming the field, and an end that nobody polls', async () => {
    const wrong = await send({ do: 'speed', circuit: MAIN, mbps: 0 });
    const unpolled = await send({ do: 'down', circuit: INTERNET, end: 'Z' });

    expect(wrong.status).toBe(400);
    expect(wrong.body['details']).toEqual(jasmine.objectContaining({ field: 'mbps' }));
    expect(unpolled.status).toBe(400);
  });

  it('refuses a foreign host, a page of another origin, a body that is not JSON or far too long', async () => {
    const json = { 'content-type': 'application/json' };
    const own = `127.0.0.1:${String(house.controlPort)}`;
    const body = JSON.stringify({ do: 'down', circuit: MAIN });

    expect(await statusOfRaw({ ...json, host: 'rebound.example' }, body)).toBe(403);
    expect(await statusOfRaw({ ...json, host: own, origin: 'http://rebound.example' }, body)).toBe(403);
    expect(await statusOfRaw({ host: own, 'content-type': 'text/plain' }, body)).toBe(400);
    expect(await statusOfRaw({ ...json, host: own }, '{')).toBe(400);
    expect(await statusOfRaw({ ...json, host: own }, JSON.stringify({ do: 'x'.repeat(3_000_000) }))).toBe(413);
    expect(await statusOf(MAIN, 'A')).toBe(1);
    expect(await statusOfRaw({ ...json, host: own, origin: `http://${own}` }, body)).toBe(200);
  });

  function statusOfRaw(headers: Record<string, string>, body: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: house.controlPort, path: '/commands', method: 'POST', headers };
      const asked = request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }
});

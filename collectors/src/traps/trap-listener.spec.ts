import fc from 'fast-check';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { PolledDevice } from '@linewatch/shared';
import { IF_INDEX } from '../mibs/if-mib.js';
import { SNMP_TRAPS } from '../mibs/snmpv2-mib.js';
import { NetSnmpClient } from '../snmp/net-snmp-client.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../testing/ber-text.js';
import { eventually } from '../testing/eventually.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { COMMUNITY, HandClock, openSmallHouse, udpPortOf, V3_ACCESS } from '../testing/small-practice-house.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { DeviceDirectory } from './device-directory.js';
import { type KnownEngine, TrapListener } from './trap-listener.js';

const LINK_DOWN = `${SNMP_TRAPS}.3`;
const AUTHENTICATION_FAILURE = `${SNMP_TRAPS}.5`;
const ENTERPRISE = '1.3.6.1.4.1.2011.2.23';
const INFORM = 0xa6;

/** A v2c trap; a test names only what is odd about it. */
function trap({
  community = COMMUNITY,
  notification = LINK_DOWN,
  pdu = 0xa7,
  requestId = int(1),
  upTime = 1,
  ifIndex = 7,
} = {}): Buffer {
  const varbinds = tlv(
    SEQUENCE,
    varbind('1.3.6.1.2.1.1.3.0', int(upTime, 0x43)),
    varbind('1.3.6.1.6.3.1.1.4.1.0', oid(notification)),
    varbind(`${IF_INDEX}.${ifIndex}`, int(ifIndex)),
  );
  return tlv(SEQUENCE, int(1), text(community), tlv(pdu, requestId, int(0), int(0), varbinds));
}

/** A v1 trap that claims to come from another device. */
function trapOfV1(generic: number, specific = 0, upTime = 1): Buffer {
  const agent = tlv(0x40, Buffer.from([10, 0, 0, 1]));
  const parts = [oid(ENTERPRISE), agent, int(generic), int(specific), int(upTime, 0x43), tlv(SEQUENCE)];
  return tlv(SEQUENCE, int(0), text(COMMUNITY), tlv(0xa4, ...parts));
}

describe('the trap listener', () => {
  let listener: TrapListener;
  let directory: DeviceDirectory;
  let hints: string[];
  let engines: Map<string, KnownEngine>;
  let clock: HeldClock;
  let sender: Socket;
  let house: PracticeHouse | undefined;

  beforeEach(async () => {
    hints = [];
    engines = new Map();
    directory = new DeviceDirectory();
    clock = new HeldClock();
    listener = new TrapListener(
      directory,
      clock,
      (id) => engines.get(id) ?? null,
      (id) => hints.push(id),
    );
    await listener.listen(0, '127.0.0.1');
    sender = createSocket('udp4');
    sender.bind(0, '127.0.0.1');
    await once(sender, 'listening');
  });

  afterEach(async () => {
    listener.close();
    sender.close();
    await house?.close();
    house = undefined;
  });

  /** A device that sends from the spec's own socket. */
  function senderDevice(overrides: Partial<PolledDevice> = {}): PolledDevice {
    return aPolledDevice({
      port: sender.address().port,
      access: { version: 'V2C', community: COMMUNITY },
      ...overrides,
    });
  }

  function send(datagram: Buffer): void {
    sender.send(datagram, listener.port ?? 0, '127.0.0.1');
  }

  const handled = (): number => listener.outcomes.total;

  /** Everything sent so far was looked at. */
  async function all(count: number): Promise<void> {
    await eventually(`${count} datagrams`, () => (handled() >= count ? true : undefined));
  }

  it('hints at the device that listens at the port the trap came from', async () => {
    const [one, other] = [senderDevice(), senderDevice({ port: 1 })];
    directory.replace([one, other]);
    send(trap());
    await all(1);

    expect(hints).toEqual([one.id]);
  });

  it('hints at the devices of the address whose community it carries when the port says nothing', async () => {
    const right = senderDevice({ port: 161 });
    const wrong = senderDevice({ port: 162, access: { version: 'V2C', community: 'other' } });
    directory.replace([right, wrong]);
    send(trap());
    await all(1);

    expect(hints).toEqual([right.id]);
  });

  it('does not listen to strangers', async () => {
    directory.replace([senderDevice({ address: '192.0.2.1' })]);
    send(trap());
    await all(1);

    expect(listener.outcomes.of('UNKNOWN_SOURCE')).toBe(1);
  });

  it('wants the community of the device', async () => {
    directory.replace([senderDevice()]);
    send(trap({ community: 'guess' }));
    await all(1);

    expect(listener.outcomes.of('WRONG_CREDENTIALS')).toBe(1);
  });

  it('does not care for other notifications', async () => {
    directory.replace([senderDevice()]);
    send(trap({ notification: AUTHENTICATION_FAILURE }));
    await all(1);

    expect(listener.outcomes.of('OF_NO_INTEREST')).toBe(1);
  });

  it('understands the traps of the practice network, v2c and v3', async () => {
    house = await openSmallHouse(new HandClock(), { trapPort: listener.port ?? 0 });
    const { network, fleet } = house;
    const polled = network.devices.map((device) => {
      const { access } = device.facts;
      return aPolledDevice({ port: fleet.portOf(device), access });
    });
    directory.replace(polled);
    const v3 = polled.find(({ access }) => access.version === 'V3');
    const v3Device = network.devices.find((device) => device.facts.access.version === 'V3');
    if (!v3 || !v3Device) throw new Error('The small house has a v3 device');
    fleet.sendTrap(v3Device, 'linkDown', v3Device.ports[0]);
    await all(1);

    expect(listener.outcomes.of('WRONG_CREDENTIALS')).withContext('its engine is not known yet').toBe(1);
    engines.set(v3.id, await engineAt(udpPortOf(house, 'PE-V3')));
    for (const device of network.devices) fleet.sendTrap(device, 'linkDown', device.ports[0]);
    await all(1 + polled.length);

    expect(hints.sort()).toEqual(polled.map(({ id }) => id).sort());
  });

  async function engineAt(port: number): Promise<KnownEngine> {
    const client = new NetSnmpClient(aPolledDevice({ port, access: V3_ACCESS }));
    await client.get(['1.3.6.1.2.1.1.3.0'], new AbortController().signal);
    const { engineId, engineMoment: moment } = client;
    client.close();
    if (engineId === null || moment === null) throw new Error('A v3 answer tells the engine and its time');
    return { engineId, moment };
  }

  it('takes no unauthenticated v3 trap', async () => {
    const engineId = '80001f8880aabbccdd';
    const device = senderDevice({ access: V3_ACCESS });
    directory.replace([device]);
    engines.set(device.id, { engineId, moment: null });
    const header = tlv(SEQUENCE, int(1), int(65_507), text(Buffer.of(0)), int(3));
    const usm = tlv(
      SEQUENCE,
      text(Buffer.from(engineId, 'hex')),
      ...[int(1), int(1), text(V3_ACCESS.user), text(''), text('')],
    );
    const varbinds = tlv(SEQUENCE, varbind('1.3.6.1.6.3.1.1.4.1.0', oid(LINK_DOWN)));
    const scoped = tlv(SEQUENCE, text(''), text(''), tlv(0xa7, int(1), int(0), int(0), varbinds));
    send(tlv(SEQUENCE, int(3), header, text(usm), scoped));
    await all(1);

    expect(hints).toEqual([]);
    expect(listener.outcomes.of('UNAUTHENTICATED')).toBe(1);
  });

  it('survives what ends a bare receiver: informs whose answer cannot be written', async () => {
    directory.replace([senderDevice()]);
    send(trap({ pdu: 0xa6, requestId: Buffer.from('020500ffffffff', 'hex') }));
    send(trap({ pdu: 0xa6, requestId: Buffer.from('0206010000000000', 'hex') }));
    const empty = tlv(SEQUENCE, tlv(SEQUENCE, Buffer.from('0600', 'hex'), Buffer.from('0600', 'hex')));
    send(tlv(SEQUENCE, int(1), text(COMMUNITY), tlv(0xa6, int(1), int(0), int(0), empty)));
    send(trap());
    await eventually('the hint', () => (hints.length > 0 ? true : undefined));

    expect(handled()).toBeGreaterThanOrEqual(4);
  });

  it('survives every mutilation of a trap, and still hears the next one', async () => {
    const device = senderDevice();
    directory.replace([device]);
    const good = trap();
    const mutants = fc.sample(
      fc.tuple(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.boolean()),
      150,
    );
    for (const [at, octet, isCut] of mutants) {
      const mutant = Buffer.from(good);
      mutant[at] = octet;
      send(isCut ? mutant.subarray(0, at) : mutant);
    }
    await all(mutants.length);
    const before = hints.length;
    send(trap({ upTime: 77 }));
    await eventually('the hint', () => (hints.length > before ? true : undefined));

    expect(hints.at(-1)).toBe(device.id);
  });

  it('looks at a storm of one device in part only, and hears the others', async () => {
    const other = createSocket('udp4');
    other.bind(0, '127.0.0.1');
    await once(other, 'listening');
    const [noisy, quiet] = [senderDevice(), senderDevice({ port: other.address().port })];
    directory.replace([noisy, quiet]);
    for (let traps = 0; traps < 600; traps += 1) send(trap());
    other.send(trap(), listener.port ?? 0, '127.0.0.1');
    await eventually('the quiet device', () => (hints.includes(quiet.id) ? true : undefined));
    other.close();

    expect(listener.outcomes.of('SOURCE_RATE')).toBeGreaterThan(0);
  });

  it('hears v1 traps, generic and of an enterprise, as its sender’s and not as the agent-addr’s', async () => {
    const [sending, named] = [senderDevice(), senderDevice({ address: '10.0.0.1' })];
    directory.replace([sending, named]);
    send(trapOfV1(2));
    send(trapOfV1(6, 5));
    await all(2);

    expect(hints).toEqual([sending.id]);
    expect(listener.outcomes.of('OF_NO_INTEREST')).toBe(1);
  });

  it('answers an inform with its own request id, and none of a stranger', async () => {
    const stranger = createSocket('udp4');
    stranger.bind(0, '127.0.0.2');
    await once(stranger, 'listening');
    const toStranger: Buffer[] = [];
    stranger.on('message', (datagram) => toStranger.push(datagram));
    directory.replace([senderDevice()]);
    const answered = once(sender, 'message') as Promise<[Buffer]>;
    stranger.send(trap({ pdu: INFORM }), listener.port ?? 0, '127.0.0.1');
    await all(1);
    send(trap({ pdu: INFORM, requestId: int(4711) }));
    const [answer] = await answered;
    stranger.close();

    expect(answer).toEqual(trap({ pdu: 0xa2, requestId: int(4711) }));
    expect(hints.length).toBe(1);
    expect(toStranger).toEqual([]);
  });

  it('takes the same event once, and answers the inform that repeats it', async () => {
    directory.replace([senderDevice()]);
    let answers = 0;
    sender.on('message', () => (answers += 1));
    send(trap());
    send(trap({ pdu: INFORM }));
    send(trap({ ifIndex: 8 }));
    send(trap({ upTime: 2 }));
    await all(4);
    await eventually('the answer', () => (answers > 0 ? true : undefined));

    expect(hints.length).toBe(3);
    expect(listener.outcomes.of('DUPLICATE')).toBe(1);
  });

  it('takes the same event again after five minutes: sysUpTime may have wrapped or the device restarted', async () => {
    directory.replace([senderDevice()]);
    send(trap());
    await all(1);
    await clock.pass(300_000);
    send(trap());
    await all(2);

    expect(hints.length).toBe(2);
  });

  it('listens to a hundred notifications of a device in a minute and counts the others', async () => {
    const device = senderDevice();
    directory.replace([device]);
    for (let upTime = 0; upTime < 130; upTime += 1) send(trap({ upTime }));
    await all(130);

    expect(hints.length).toBe(100);
    expect(listener.outcomes.of('STORM')).toBe(30);
    expect(listener.takeStorms()).withContext('the minute is not over').toEqual([]);
    await clock.pass(60_000);

    expect(listener.takeStorms()).toEqual([{ deviceId: device.id, count: 130 }]);
    expect(listener.takeStorms()).toEqual([]);
    send(trap({ upTime: 1_000 }));
    await all(131);

    expect(hints.length).toBe(101);
  });

  it('takes no v3 trap that was recorded, neither by its age nor by the starts of its engine', async () => {
    house = await openSmallHouse(new HandClock(), { trapPort: sender.address().port });
    const { network, fleet } = house;
    const device = network.devices.find(({ facts }) => facts.access.version === 'V3');
    if (!device) throw new Error('The small house has a v3 device');
    const recorded = once(sender, 'message') as Promise<[Buffer]>;
    fleet.sendTrap(device, 'linkDown', device.ports[0]);
    const [datagram] = await recorded;
    const polled = senderDevice({ access: V3_ACCESS });
    directory.replace([polled]);
    const { engineId, moment } = await engineAt(udpPortOf(house, 'PE-V3'));
    engines.set(polled.id, { engineId, moment });
    send(datagram);
    await all(1);
    send(datagram);
    await all(2);

    expect([hints.length, listener.outcomes.of('DUPLICATE')]).toEqual([1, 1]);
    await clock.pass(200_000);
    send(datagram);
    await all(3);

    expect(listener.outcomes.of('REPLAYED')).withContext('too old').toBe(1);
    engines.set(polled.id, { engineId, moment: { engineId, boots: (moment?.boots ?? 0) + 1, time: 1 } });
    send(datagram);
    await all(4);

    expect(listener.outcomes.of('REPLAYED')).withContext('of an earlier start').toBe(2);
    expect(hints.length).toBe(1);
  });

  it('says why when its port is taken, and does no harm', async () => {
    const second = new TrapListener(
      directory,
      clock,
      () => null,
      () => undefined,
    );

    expect(await second.listen(listener.port ?? 0, '127.0.0.1')).toBe('EADDRINUSE');
    second.close();
  });
});

import fc from 'fast-check';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { PolledDevice } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../testing/ber-text.js';
import { eventually } from '../testing/eventually.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { COMMUNITY, HandClock, openSmallHouse, udpPortOf, V3_ACCESS } from '../testing/small-practice-house.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { DeviceDirectory } from './device-directory.js';
import { TrapListener } from './trap-listener.js';

const LINK_DOWN = '1.3.6.1.6.3.1.1.5.3';

/** A v2c trap; a test names only what is odd about it. */
function trap({ community = COMMUNITY, notification = LINK_DOWN, pdu = 0xa7, requestId = int(1) } = {}): Buffer {
  const varbinds = tlv(
    SEQUENCE,
    varbind('1.3.6.1.2.1.1.3.0', int(1, 0x43)),
    varbind('1.3.6.1.6.3.1.1.4.1.0', oid(notification)),
  );
  return tlv(SEQUENCE, int(1), text(community), tlv(pdu, requestId, int(0), int(0), varbinds));
}

describe('the trap listener', () => {
  let listener: TrapListener;
  let directory: DeviceDirectory;
  let hints: string[];
  let engines: Map<string, string>;
  let sender: Socket;
  let house: PracticeHouse | undefined;

  beforeEach(async () => {
    hints = [];
    engines = new Map();
    directory = new DeviceDirectory();
    listener = new TrapListener(
      directory,
      SYSTEM_CLOCK,
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

  const handled = (): number => hints.length + Object.values(listener.dropped).reduce((sum, count) => sum + count, 0);

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

    expect(listener.dropped.UNKNOWN_SOURCE).toBe(1);
  });

  it('wants the community of the device', async () => {
    directory.replace([senderDevice()]);
    send(trap({ community: 'guess' }));
    await all(1);

    expect(listener.dropped.WRONG_CREDENTIALS).toBe(1);
  });

  it('does not care for other notifications', async () => {
    directory.replace([senderDevice()]);
    send(trap({ notification: '1.3.6.1.6.3.1.1.5.5' }));
    await all(1);

    expect(listener.dropped.OF_NO_INTEREST).toBe(1);
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

    expect(listener.dropped.WRONG_CREDENTIALS).withContext('its engine is not known yet').toBe(1);
    engines.set(v3.id, await engineIdOf(udpPortOf(house, 'PE-V3')));
    for (const device of network.devices) fleet.sendTrap(device, 'linkDown', device.ports[0]);
    await all(1 + polled.length);

    expect(hints.sort()).toEqual(polled.map(({ id }) => id).sort());
  });

  async function engineIdOf(port: number): Promise<string> {
    const { NetSnmpClient } = await import('../snmp/net-snmp-client.js');
    const client = new NetSnmpClient(aPolledDevice({ port, access: V3_ACCESS }));
    await client.get(['1.3.6.1.2.1.1.3.0'], new AbortController().signal);
    const { engineId } = client;
    client.close();
    if (engineId === null) throw new Error('A v3 answer tells the engine');
    return engineId;
  }

  it('takes no unauthenticated v3 trap', async () => {
    const engineId = '80001f8880aabbccdd';
    const device = senderDevice({ access: V3_ACCESS });
    directory.replace([device]);
    engines.set(device.id, engineId);
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
    send(good);
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

    expect(listener.dropped.STORM).toBeGreaterThan(0);
  });

  it('says why when its port is taken, and does no harm', async () => {
    const second = new TrapListener(
      directory,
      SYSTEM_CLOCK,
      () => null,
      () => undefined,
    );

    expect(await second.listen(listener.port ?? 0, '127.0.0.1')).toBe('EADDRINUSE');
    second.close();
  });
});

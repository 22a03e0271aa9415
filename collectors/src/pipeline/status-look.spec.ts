import { randomUUID } from 'node:crypto';
import type { RawInterface } from '../mibs/if-mib.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { anInterface, aRecording, integer, octets, RecordedAgent, ticks } from '../testing/recorded-agent.js';
import { devicePipeline } from './device-poll.js';
import { DeviceReader } from './device-reader.js';
import { PortMemory } from './port-memory.js';
import { StatusLook } from './status-look.js';

const never = new AbortController().signal;

describe('A look at the states of ports', () => {
  const device = aPolledDevice({
    id: randomUUID(),
    ports: [1, 2].map((portId) => aPolledPort({ portId, ifName: `ge-0/${String(portId)}` })),
  });
  let clock: HeldClock;
  let agent: RecordedAgent;
  let look: StatusLook;
  let poll: () => Promise<unknown>;

  beforeEach(() => {
    clock = new HeldClock();
    agent = new RecordedAgent({});
    const [reader, memory] = [new DeviceReader(agent, 20, clock), new PortMemory()];
    const pipeline = devicePipeline(reader, memory);
    poll = () => pipeline({ device, dueAt: clock.now() }, never);
    look = new StatusLook(agent, 20, clock, () => reader.interfaces, memory);
    play({});
  });

  /** Two ports, the second of which is as told. */
  function play(second: Partial<RawInterface>, sysUpTime = 100_000): void {
    agent.record(aRecording({ 1: anInterface('ge-0/1'), 2: anInterface('ge-0/2', second) }, { sysUpTime }));
  }

  const isOther = (): Promise<boolean> => look.isOther({ device, dueAt: clock.now() }, never);

  it('asks in one message for three columns of the watched ports, and finds them as the poll read them', async () => {
    await poll();
    agent.asked.length = 0;

    expect(await isOther()).toBeFalse();
    expect(
      agent.asked.map(({ scalars, columns, maxRepetitions }) => [scalars.length, columns.length, maxRepetitions]),
    ).toEqual([[1, 3, 2]]);
  });

  it('sees another state, another time of its last change, and an agent that began anew', async () => {
    await poll();
    play({ ifOperStatus: integer(2) });
    expect(await isOther()).toBeTrue();
    play({ ifAdminStatus: integer(2) });
    expect(await isOther()).toBeTrue();
    play({ ifLastChange: ticks(90_000) });
    expect(await isOther()).toBeTrue();
    play({}, 500);
    expect(await isOther()).toBeTrue();
    play({}, 100_500);
    expect(await isOther()).toBeFalse();
  });

  it('is of another opinion once and no more: the poll that follows is what it compares with', async () => {
    await poll();
    play({ ifOperStatus: integer(2) });
    expect(await isOther()).toBeTrue();
    await poll();

    expect(await isOther()).toBeFalse();
  });

  it('calls for a poll where none has been, where a port is gone, and where a value is not what the MIB says', async () => {
    expect(await isOther()).toBeTrue();
    await poll();
    agent.record(aRecording({ 1: anInterface('ge-0/1') }));
    expect(await isOther()).toBeTrue();
    play({ ifOperStatus: octets('up') });
    expect(await isOther()).toBeTrue();
  });

  it('leaves ports that the device does not have to the polls', async () => {
    agent.record(aRecording({ 1: anInterface('ge-0/1') }));
    await poll();

    expect(await isOther()).toBeFalse();
  });

  it('knows no object that the agent does not have', async () => {
    const cells = Object.entries(anInterface('ge-0/2'));
    const without = Object.fromEntries(cells.filter(([column]) => column !== 'ifLastChange'));
    agent.record(aRecording({ 1: anInterface('ge-0/1'), 2: without }));
    await poll();

    expect(await isOther()).toBeFalse();
  });
});

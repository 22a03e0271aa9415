import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { inspect } from '../snmp/guard/inspect.js';
import { OwnEngine } from '../snmp/own-engine.js';
import { discoveryReport, timeReport } from '../snmp/usm-report.js';
import { eventually } from '../testing/eventually.js';
import { HeldClock } from '../testing/held-clock.js';
import { sendInform } from '../testing/informer.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { V3_ACCESS } from '../testing/small-practice-house.js';
import { DeviceDirectory } from './device-directory.js';
import { TrapListener } from './trap-listener.js';

describe('A v3 inform', () => {
  const device = aPolledDevice({ access: V3_ACCESS });
  let clock: HeldClock;
  let listener: TrapListener;
  let hints: string[];
  let between: Socket | undefined;

  beforeEach(async () => {
    clock = new HeldClock();
    hints = [];
    const directory = new DeviceDirectory();
    directory.replace([device]);
    listener = new TrapListener(
      directory,
      clock,
      () => null,
      (id) => hints.push(id),
    );
    await listener.listen(0, '127.0.0.1');
  });

  afterEach(() => {
    between?.close();
    between = undefined;
    listener.close();
  });

  function inform(overrides: Partial<typeof V3_ACCESS> | object = {}, port = listener.port ?? 0): Promise<void> {
    return sendInform({ ...V3_ACCESS, ...overrides }, port);
  }

  it('is answered after the sender was told our engine id and time', async () => {
    await inform();

    expect(hints).toEqual([device.id]);
    expect(listener.outcomes.of('DISCOVERY')).toBe(1);
  });

  it('is not answered under a wrong key or of an unknown user', async () => {
    await expectAsync(inform({ authKey: 'guessed-auth-key' })).toBeRejected();
    await expectAsync(inform({ user: 'nobody' })).toBeRejected();

    expect(hints).toEqual([]);
    expect(listener.outcomes.of('WRONG_CREDENTIALS')).toBe(2);
  });

  it('is told the time, signed, and not taken, when it was recorded', async () => {
    const recorded = await recordedInform();
    await clock.pass(200_000);
    const replayer = createSocket('udp4');
    between = replayer;
    const answered = once(replayer, 'message') as Promise<[Buffer]>;
    replayer.send(recorded, listener.port ?? 0, '127.0.0.1');
    const [answer] = await answered;

    expect(hints.length).withContext('the recorded one itself').toBe(1);
    expect(listener.outcomes.of('REPLAYED')).toBe(1);
    expect(inspect(answer, 'response').header).toEqual(
      jasmine.objectContaining({ version: 'V3', isAuthenticated: true, time: 200 }),
    );
  });

  /** What went from the sender to the receiver last. */
  async function recordedInform(): Promise<Buffer> {
    const middle = createSocket('udp4');
    middle.bind(0, '127.0.0.1');
    await once(middle, 'listening');
    let last = Buffer.alloc(0);
    let senderPort = 0;
    middle.on('message', (datagram: Buffer<ArrayBuffer>, { port }) => {
      if (port === listener.port) middle.send(datagram, senderPort, '127.0.0.1');
      else {
        [senderPort, last] = [port, datagram];
        middle.send(datagram, listener.port ?? 0, '127.0.0.1');
      }
    });
    await inform({}, middle.address().port);
    await eventually('the hint', () => hints[0]);
    middle.close();
    return last;
  }
});

describe('Our engine', () => {
  it('keeps its id through restarts, and has started more often after each', async () => {
    const clock = new HeldClock();
    const first = new OwnEngine('collector-1', clock);
    await clock.pass(2_000);
    const second = new OwnEngine('collector-1', clock);

    expect(second.id).toEqual(first.id);
    expect(second.boots).toBeGreaterThan(first.boots);
    expect([first.time, second.time]).toEqual([2, 0]);
    expect(new OwnEngine('collector-2', clock).id).not.toEqual(first.id);
  });

  it('has a window of 150 seconds around its time', async () => {
    const clock = new HeldClock();
    const engine = new OwnEngine('collector-1', clock);
    await clock.pass(200_000);

    expect([49, 50, 200, 350, 351].map((time) => engine.isNow(engine.boots, time))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(engine.isNow(engine.boots - 1, 200)).toBeFalse();
  });

  it('tells itself in reports that its own guard would let through', () => {
    const engine = new OwnEngine('collector-1', new HeldClock());
    const messageIds = [0, 127, 128, 65_535, 2_147_483_647];

    for (const messageId of messageIds) {
      expect(inspect(discoveryReport(engine, messageId), 'response').header).toEqual(
        jasmine.objectContaining({ messageId, engineId: engine.id, boots: engine.boots, isAuthenticated: false }),
      );
      expect(inspect(timeReport(engine, messageId, V3_ACCESS), 'response').header).toEqual(
        jasmine.objectContaining({ messageId, user: Buffer.from(V3_ACCESS.user), isAuthenticated: true }),
      );
    }
  });
});

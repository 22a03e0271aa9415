import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { ReasonCounts, type Refusal } from '../snmp/guard/refusals.js';
import { eventually } from '../testing/eventually.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { DeviceDirectory } from './device-directory.js';
import { TrapListener } from './trap-listener.js';
import { TRAP_LIMITS } from './trap-outcomes.js';
import { DatagramReport } from './datagram-report.js';

/** A linkDown of community "public". */
const LINK_DOWN = Buffer.from(
  '304602010104067075626c6963a739020401020304020100020100302b301006082b060102010103004304009896803017060a2b06010603010104010006092b0601060301010503',
  'hex',
);

describe('The report on datagrams', () => {
  const clock = new HeldClock();
  let lines: string[];
  let listener: TrapListener;
  let report: DatagramReport;
  let answers: ReasonCounts<Refusal>;
  let sender: Socket;
  const device = aPolledDevice();

  beforeEach(async () => {
    lines = [];
    answers = new ReasonCounts();
    const directory = new DeviceDirectory();
    directory.replace([device]);
    listener = new TrapListener(
      directory,
      clock,
      () => null,
      () => undefined,
      { ...TRAP_LIMITS, perDeviceAndMinute: 2 },
    );
    await listener.listen(0, '127.0.0.1');
    const destination = new Writable({
      write: (line: Buffer, _encoding, done) => {
        lines.push(line.toString());
        done();
      },
    });
    report = new DatagramReport(listener, answers, clock, pino({ base: null, timestamp: false }, destination));
    report.start();
    sender = createSocket('udp4');
    sender.bind(0, '127.0.0.1');
    await once(sender, 'listening');
  });

  afterEach(() => {
    report.stop();
    listener.close();
    sender.close();
  });

  async function send(...datagrams: readonly Buffer[]): Promise<void> {
    const wanted = listener.outcomes.total + datagrams.length;
    for (const datagram of datagrams) sender.send(datagram, listener.port ?? 0, '127.0.0.1');
    await eventually('all traps', () => (listener.outcomes.total >= wanted ? true : undefined));
  }

  it('says once a minute what was dropped and why, in counts alone', async () => {
    const forged = Buffer.from(LINK_DOWN);
    forged.write('\u001b[2J\r\n', LINK_DOWN.indexOf('public'));
    await send(LINK_DOWN, forged, Buffer.from('GET / HTTP/1.1'), Buffer.alloc(0));
    await clock.pass(60_000);
    const line = await eventually('the line', () => lines[0]);

    expect(JSON.parse(line)).toEqual(
      jasmine.objectContaining({ traps: { DELIVERED: 1, WRONG_CREDENTIALS: 1, TAG: 1, LENGTH: 1 } }),
    );
    await report.tell();

    expect(lines.length).withContext('nothing new').toBe(1);
  });

  it('is silent while nothing is dropped', async () => {
    await send(LINK_DOWN);
    await report.tell();

    expect(lines).toEqual([]);
  });

  it('says which answers of devices were refused', async () => {
    answers.add('VERSION');
    answers.add('LENGTH');
    await report.tell();
    answers.add('LENGTH');
    await report.tell();

    expect(lines.map((line) => (JSON.parse(line) as { answers: unknown }).answers)).toEqual([
      { VERSION: 1, LENGTH: 1 },
      { LENGTH: 1 },
    ]);
  });

  it('names a device that storms, once, with how much it sent', async () => {
    await send(...Array.from({ length: 5 }, () => LINK_DOWN));
    await report.tell();
    await clock.pass(60_000);
    await report.tell();
    const storms = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ code }) => code);

    expect(storms).toEqual([jasmine.objectContaining({ code: 'TRAP_STORM', deviceId: device.id, count: 5 })]);
  });
});

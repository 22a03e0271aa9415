import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Clock, SYSTEM_CLOCK } from '../clock/clock.js';
import { figuresOf } from './probe-run.js';
import { readReflection, reflect, STAMP_OCTETS, writeTestPacket } from './stamp-packet.js';
import { CLEAR_PATH, type PathConditions, StampReflector } from './stamp-reflector.js';
import { sendStamp, type StampProbe } from './stamp-sender.js';

/** 2026-11-21T02:00:00.5Z. */
const AT_NS = 1_795_226_400_500_000_000n;

/** The system's clock, which can be made to jump. */
class JumpingClock implements Clock {
  private ahead = 0;
  now = (): number => SYSTEM_CLOCK.now() + this.ahead;
  monotonic = (): number => SYSTEM_CLOCK.monotonic() + this.ahead;
  after = (ms: number, callback: () => void): (() => void) => SYSTEM_CLOCK.after(ms, callback);

  jump(ms: number): void {
    this.ahead += ms;
  }
}

describe('STAMP', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  const never = new AbortController().signal;

  function aProbe(port: number, overrides: Partial<StampProbe> = {}): StampProbe {
    const place = { pointId: 1, intervalS: 60, source: 'STAMP', target: '127.0.0.1' } as const;
    return { ...place, port, count: 20, spacingMs: 10, ...overrides };
  }

  async function aReflector(conditions: Partial<PathConditions> = {}): Promise<number> {
    const reflector = new StampReflector(SYSTEM_CLOCK, () => ({ ...CLEAR_PATH, ...conditions }));
    closers.push(() => {
      reflector.close();
    });
    return reflector.listen(0);
  }

  /** A reflector that does with each packet what a spec says. */
  async function anOddReflector(
    answer: (test: Buffer, from: RemoteInfo, socket: Socket) => void,
  ): Promise<{ port: number; socket: Socket }> {
    const socket = createSocket('udp4');
    socket.on('message', (test, from) => {
      answer(test, from, socket);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closers.push(() => socket.close());
    return { port: socket.address().port, socket };
  }

  function honest(test: Buffer): Buffer {
    const answer = reflect(test, AT_NS, AT_NS);
    if (answer === undefined) throw new Error('no test packet');
    return answer;
  }

  describe('packets', () => {
    it('have the form of RFC 8762 figures 3 and 5', () => {
      const test = writeTestPacket(7, AT_NS);
      // 1795226400.5 s + 2208988800 s (1900 to 1970) = 0xeeaafdc0.80000000
      const seconds = (1_795_226_400 + 2_208_988_800).toString(16).padStart(8, '0');
      expect(test.toString('hex')).toBe(`00000007${seconds}800000001601${'00'.repeat(30)}`);

      const answer = reflect(test, AT_NS + 1_000_000_000n, AT_NS + 1_250_000_000n);

      const later = (1_795_226_401 + 2_208_988_800).toString(16).padStart(8, '0');
      expect(answer?.toString('hex')).toBe(
        [
          ...['00000007', `${later}c0000000`, '1601', '0000', `${later}80000000`],
          ...['00000007', `${seconds}80000000`, '1601', '0000', 'ff', '000000'],
        ].join(''),
      );
      expect(readReflection(answer ?? Buffer.alloc(0))?.heldNs).toBe(250_000_000n);
    });

    it('are answered at the length they came in, and not at all below it', () => {
      const long = Buffer.concat([writeTestPacket(1, AT_NS), Buffer.alloc(100, 0xaa)]);
      expect(reflect(long, AT_NS, AT_NS)?.length).toBe(STAMP_OCTETS + 100);
      expect(reflect(long.subarray(0, STAMP_OCTETS - 1), AT_NS, AT_NS)).toBeUndefined();
      expect(readReflection(Buffer.alloc(STAMP_OCTETS - 1))).toBeUndefined();
    });

    it('tell a hold across the end of an NTP era (2036-02-07)', () => {
      const eraEnd = 2_085_978_496n * 1_000_000_000n;
      const answer = reflect(writeTestPacket(0, AT_NS), eraEnd - 500_000_000n, eraEnd + 500_000_000n);
      expect(readReflection(answer ?? Buffer.alloc(0))?.heldNs).toBe(1_000_000_000n);
    });
  });

  describe('a session', () => {
    it('loses exactly 5 of 100 packets and takes 80 ms where the path does so', async () => {
      const port = await aReflector({ lossPercent: 5, delayMs: 80 });

      const { run } = await sendStamp(aProbe(port, { count: 100 }), SYSTEM_CLOCK, never);

      const figures = figuresOf(run);
      expect(figures.status).toBe('OK');
      expect([figures.sent, figures.received]).toEqual([100, 95]);
      expect(figures.minUs).toBeGreaterThanOrEqual(79_000);
      expect(figures.meanUs).toBeGreaterThanOrEqual(figures.minUs ?? Infinity);
      expect(figures.maxUs).toBeGreaterThanOrEqual(figures.meanUs ?? Infinity);
    });

    it('leaves the time out that the reflector held the packets', async () => {
      const { port } = await anOddReflector((test, from, socket) => {
        const held = 30;
        closers.push(
          SYSTEM_CLOCK.after(held, () => {
            const answer = reflect(test, AT_NS, AT_NS + BigInt(held) * 1_000_000n);
            if (answer !== undefined) socket.send(answer, from.port, from.address);
          }),
        );
      });

      const { run } = await sendStamp(aProbe(port, { count: 3 }), SYSTEM_CLOCK, never);

      const figures = figuresOf(run);
      expect(figures.received).toBe(3);
      expect(figures.minUs).toBeLessThan(30_000);
    });

    it('is all loss where nobody listens', async () => {
      const { port, socket } = await anOddReflector(() => undefined);
      socket.close();
      closers.length = 0;

      const { run } = await sendStamp(aProbe(port, { count: 3 }), new JumpingClock(), AbortSignal.timeout(20_000));

      const nothing = { minUs: null, meanUs: null, maxUs: null, jitterUs: null };
      expect(figuresOf(run)).toEqual({ status: 'OK', sent: 3, received: 0, ...nothing });
    });

    it('counts an answer once, and none that it did not ask for', async () => {
      const { port, socket } = await anOddReflector((test, from) => {
        const answer = honest(test);
        const guessed = Buffer.from(answer);
        guessed.writeUInt8(guessed.readUInt8(35) ^ 1, 35);
        const other = Buffer.from(answer);
        other.writeUInt32BE(99, 24);
        for (const octets of [Buffer.from('hello'), guessed, other, answer, answer]) {
          socket.send(octets, from.port, from.address);
        }
      });

      const { run, refused } = await sendStamp(aProbe(port, { count: 4 }), SYSTEM_CLOCK, never);

      expect(figuresOf(run).received).toBe(4);
      expect(refused.malformed).toBeGreaterThanOrEqual(3);
      expect(refused.foreign).toBeGreaterThanOrEqual(6);
      expect(refused.duplicate).toBeGreaterThanOrEqual(3);
    });

    it('hears nobody but its reflector', async () => {
      const { socket: stranger } = await anOddReflector(() => undefined);
      const { port } = await anOddReflector((test, from) => {
        stranger.send(honest(test), from.port, from.address);
      });
      const clock = new JumpingClock();
      closers.push(
        SYSTEM_CLOCK.after(200, () => {
          clock.jump(5_000);
        }),
      );

      const { run, refused } = await sendStamp(aProbe(port, { count: 3 }), clock, never);

      expect(figuresOf(run).received).toBe(0);
      expect(refused).toEqual({ malformed: 0, foreign: 0, duplicate: 0, late: 0 });
    });

    it('takes a late answer for loss', async () => {
      const clock = new JumpingClock();
      const { port } = await anOddReflector((test, from, socket) => {
        if (test.readUInt32BE(0) === 0) clock.jump(2_500);
        socket.send(honest(test), from.port, from.address);
      });

      const { run, refused } = await sendStamp(aProbe(port, { count: 2, spacingMs: 200 }), clock, never);

      expect([figuresOf(run).received, refused.late]).toEqual([1, 1]);
    });

    it('uses no hold that cannot be', async () => {
      const { port } = await anOddReflector((test, from, socket) => {
        const odd = test.readUInt32BE(0) === 0 ? 60_000_000_000n : -60_000_000_000n;
        const answer = reflect(test, AT_NS, AT_NS + odd);
        if (answer !== undefined) socket.send(answer, from.port, from.address);
      });

      const { run } = await sendStamp(aProbe(port, { count: 2 }), SYSTEM_CLOCK, never);

      expect(
        run.kind === 'ran' ? run.delaysUs.every((delay) => delay !== null && delay >= 0 && delay < 2e6) : run,
      ).toBe(true);
    });

    it('is not run to what is no address', async () => {
      for (const target of ['localhost', '127.0.0.1; reboot', '-h', '']) {
        const { run } = await sendStamp(aProbe(862, { target }), SYSTEM_CLOCK, never);
        expect(figuresOf(run).status).toBe('NOT_MEASURED');
      }
    });

    it('ends at once when it is stopped', async () => {
      const { port } = await anOddReflector(() => undefined);
      const stop = new AbortController();
      const session = sendStamp(aProbe(port, { spacingMs: 5_000 }), SYSTEM_CLOCK, stop.signal);
      stop.abort(new Error('stopped'));
      expect((await session).run.kind).toBe('not-run');
    });
  });
});

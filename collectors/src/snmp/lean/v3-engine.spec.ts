import { DeviceAgent } from '../../practice-network/agent/device-agent.js';
import { PracticeDevice } from '../../practice-network/model/practice-device.js';
import { mutant, seeded } from '../../testing/ber/mutator.js';
import { aDevice, HandClock, V3_ACCESS } from '../../testing/small-practice-house.js';
import { inspect } from '../guard/inspect.js';
import { answerHead, answerVarbinds } from './answer-decoder.js';
import { encodePdu, oidOctets, REQUEST } from './ber-encoder.js';
import { V3Engine } from './v3-engine.js';

const SYS_UP_TIME_0 = '1.3.6.1.2.1.1.3.0';
const PDU = encodePdu(REQUEST.get, [oidOctets(SYS_UP_TIME_0)], 0, 0);
const ID = 0x4123_4567;
const MUTANTS = 20_000;
const WINDOW_MS = 150_000;

describe('The engine of a v3 agent, seen by its user', () => {
  let clock: HandClock;
  let device: PracticeDevice;
  let agent: DeviceAgent;
  let engine: V3Engine;

  beforeEach(() => {
    clock = new HandClock();
    device = new PracticeDevice(aDevice('PE-V3', { access: V3_ACCESS }), clock.now());
    clock.pass(10_000);
    agent = new DeviceAgent(device, () => clock.now());
    engine = engineAt(device.engineBoots, device.engineTime(clock.now()));
  });

  function engineAt(boots: number, time: number): V3Engine {
    const moment = { engineId: agent.engineId.toString('hex'), boots, time };
    return new V3Engine(V3_ACCESS, 'AES128', moment, () => clock.now());
  }

  function answerTo(request: Buffer): Buffer {
    const answer = agent.answer(request);
    if (answer === null) throw new Error('the agent says nothing');
    return answer;
  }

  /** What is read in a datagram; it loses its digest. */
  function opened(datagram: Buffer): ReturnType<V3Engine['open']> | 'refused' {
    const copy = Buffer.from(datagram);
    const { refusal, header } = inspect(copy, 'response');
    return refusal !== null || header.version !== 'V3' ? 'refused' : engine.open(copy, header);
  }

  it('takes the requests that are written for it, and its answers are opened', () => {
    const scoped = opened(answerTo(engine.request(PDU, ID)));
    if (!Buffer.isBuffer(scoped)) throw new Error(`not opened: ${String(scoped)}`);
    const head = answerHead(scoped);

    expect([head.id, head.errorStatus]).toEqual([ID, 0]);
    const value = device.upTimeAt(clock.now());
    expect(answerVarbinds(scoped, head)).toEqual([{ oid: SYS_UP_TIME_0, type: 0x43, value }]);
  });

  it('never gets the same octets twice for one request', () => {
    const salts = Array.from({ length: 1_000 }, () => {
      const { header } = inspect(engine.request(PDU, ID), 'notification');
      return header?.version === 'V3' ? header.salt.toString('hex') : '';
    });

    expect(new Set(salts).size).toBe(salts.length);
  });

  it('is believed only as it spoke: no mutant of an answer is opened', () => {
    const random = seeded(20_261_122);
    const answer = answerTo(engine.request(PDU, ID));
    const believed: string[] = [];
    for (let left = MUTANTS; left > 0; left -= 1) {
      const changed = mutant([answer], random);
      if (!changed.equals(answer) && Buffer.isBuffer(opened(changed))) believed.push(changed.toString('hex'));
    }

    expect(believed).toEqual([]);
    expect(Buffer.isBuffer(opened(answer))).toBeTrue();
  });

  it('is not believed with what it said more than 150 s before, or before its last start', () => {
    const early = answerTo(engine.request(PDU, ID));
    clock.pass(WINDOW_MS);
    expect(Buffer.isBuffer(opened(early))).toBeTrue();
    clock.pass(1_000);
    expect(opened(early)).toBe('TIME_WINDOW');

    const before = answerTo(engine.request(PDU, ID));
    device.reboot(clock.now());
    engine = engineAt(device.engineBoots, device.engineTime(clock.now()));
    expect(opened(before)).toBe('TIME_WINDOW');
  });

  it('reports in the open what it will not take, and that is nothing to be opened', () => {
    clock.pass(10 * WINDOW_MS);
    const late = engineAt(device.engineBoots, 1);

    expect(opened(answerTo(late.request(PDU, ID)))).toBeNull();
  });

  it('is asked with the last second there is when its time has run out', () => {
    engine = engineAt(1, 2 ** 31 - 1);
    clock.pass(60_000);

    expect(engine.engineMoment.time).toBe(2 ** 31 - 1);
    expect(() => engine.request(PDU, ID)).not.toThrow();
  });
});

import type { Reading } from '@linewatch/shared';
import { readResume } from './pipeline/baseline.js';
import { IF_STATUS } from './practice-network/model/practice-port.js';
import { eventually } from './testing/eventually.js';
import { PolledHouse } from './testing/polled-house.js';
import { aCircuit, aDevice, V3_ACCESS } from './testing/small-practice-house.js';

const PATIENCE_MS = 180_000;
const [V2C, V3] = [1, 2] as const;

describe('A profile that reads states more often than counters', () => {
  let house: PolledHouse;

  beforeEach(async () => {
    house = await PolledHouse.open([aDevice('PE-2C'), aDevice('PE-V3', { access: V3_ACCESS })], {
      circuits: [aCircuit('CS/A-ZZ/B MSTP10M 0001')],
      profile: { intervalS: 3_600, statusS: 1, timeoutMs: 2_000 },
    });
  }, PATIENCE_MS);

  afterEach(() => house.close());

  async function reading(portId: number, what: string, is: (reading: Reading) => boolean): Promise<Reading> {
    return eventually(what, () => house.readingsOf(portId).find(is), PATIENCE_MS);
  }

  async function looks(atLeast: number): Promise<void> {
    const before = await house.startedLooks();
    for (let seen = before; seen < before + atLeast; seen = await house.startedLooks()) {
      await eventually('a moment', () => true);
    }
  }

  it(
    'shows a port that goes down and comes back without a trap, an hour before the next poll',
    async () => {
      for (const portId of [V2C, V3]) {
        house.turn(portId, IF_STATUS.down);
        const down = await reading(portId, `port ${String(portId)} down`, ({ operStatus }) => operStatus === 2);
        house.turn(portId, IF_STATUS.up);
        const up = await reading(
          portId,
          `port ${String(portId)} up again`,
          ({ operStatus, slot }) => operStatus === 1 && slot > down.slot,
        );

        expect(up.lastChangeAt).toBeGreaterThan(down.lastChangeAt ?? Infinity);
      }
    },
    4 * PATIENCE_MS,
  );

  it(
    'makes no reading of a look that finds everything as it was read',
    async () => {
      await looks(12);

      for (const portId of [V2C, V3]) expect(house.readingsOf(portId).length).toBeLessThan(3);
    },
    2 * PATIENCE_MS,
  );

  it(
    'counts every octet once, with no gap, however often states call for a poll',
    async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        const readings = house.readingsOf(V2C).length;
        house.turn(V2C, turn % 2 === 0 ? IF_STATUS.down : IF_STATUS.up);
        await eventually('another reading', () => house.readingsOf(V2C)[readings], PATIENCE_MS);
      }
      const [first, ...rest] = house.readingsOf(V2C);
      const counter = (of: Reading | undefined): bigint =>
        readResume(of?.resume ?? null)?.counters.inOctets?.value ?? -1n;
      const slots = [first, ...rest].map((each) => each?.slot ?? 0);

      expect(rest.map(({ status }) => status)).toEqual(rest.map(() => 'OK'));
      expect(rest.reduce((sum, { inOctets }) => sum + BigInt(inOctets ?? 0), 0n)).toBe(
        counter(rest.at(-1)) - counter(first),
      );
      expect(counter(rest.at(-1)) > counter(first)).toBeTrue();
      expect(slots).toEqual([...new Set(slots)].sort((left, right) => left - right));
    },
    2 * PATIENCE_MS,
  );
});

import type { PracticeCommand } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { figuresOf } from '../probes/probe-run.js';
import { sendStamp } from '../probes/stamp-sender.js';
import { aSmallWorld, openSmallHouse } from '../testing/small-practice-house.js';
import { SteadyClock } from './model/practice-clock.js';
import type { PracticeHouse } from './practice-house.js';

const CIRCUIT = 'CS/A-ZZ/B MSTP10M 0001';

describe('the reflector at the far end of a line', () => {
  let house: PracticeHouse;

  beforeEach(async () => {
    const probe = { circuit: CIRCUIT, side: 'A', place: 0, intervalS: 10, count: 20, spacingMs: 10 } as const;
    house = await openSmallHouse(new SteadyClock(), { world: { ...aSmallWorld(), probes: [probe] } });
  });

  afterEach(() => house.close());

  async function command(body: PracticeCommand): Promise<number> {
    const address = `http://127.0.0.1:${String(house.controlPort)}/commands`;
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }

  async function probed(): Promise<ReturnType<typeof figuresOf>> {
    const port = house.reflectors.portOf(CIRCUIT) ?? 0;
    const path = {
      pointId: 1,
      intervalS: 10,
      source: 'STAMP',
      target: '127.0.0.1',
      port,
      count: 20,
      spacingMs: 10,
    } as const;
    const { run } = await sendStamp(path, SYSTEM_CLOCK, new AbortController().signal);
    return figuresOf(run);
  }

  it('answers as the path of its line is held: one packet of 20 lost, 80 ms, then as usual again', async () => {
    expect(await command({ do: 'loss', circuit: CIRCUIT, percent: 5 })).toBe(200);
    expect(await command({ do: 'delay', circuit: CIRCUIT, ms: 80 })).toBe(200);
    const held = await probed();
    expect([held.sent, held.received]).toEqual([20, 19]);
    expect(held.minUs).toBeGreaterThanOrEqual(79_000);

    await command({ do: 'loss', circuit: CIRCUIT, percent: null });
    await command({ do: 'delay', circuit: CIRCUIT, ms: null });
    const usual = await probed();
    expect(usual.received).toBe(20);
    expect(usual.minUs).toBeLessThan(79_000);
  });

  it('is not reached over a line that is cut', async () => {
    await command({ do: 'down', circuit: CIRCUIT });
    expect((await probed()).received).toBe(0);
  });

  it('has no conditions to hold where there is none', async () => {
    expect(await command({ do: 'loss', circuit: 'CS/A-NE/1 IP10M 0002', percent: 5 })).toBe(400);
  });
});

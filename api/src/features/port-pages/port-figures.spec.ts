import type { SqlValue } from '../../database/database.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { figuresAmong, type PortFigures, readPortFigures } from './port-figures.js';
import { blockOf, PORTS_A_BLOCK } from './port-blocks.js';
import { type PortNow, PortPage } from './port-page.js';

const FIRST = 40 * PORTS_A_BLOCK;

function aPort(portId: number, overrides: Partial<PortNow> = {}): PortNow {
  const state = { status: 'UP', since: 1_000, sampleAt: 5_000 + portId, slot: 5 } as const;
  const rest = { inBps: portId * 2, outBps: null, ifIndex: 3, speedBps: 1e9, resume: `note ${String(portId)}` };
  return { portId, ...state, ...rest, ...overrides };
}

describe('the figures of ports', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase();
    const pages = new Map<number, PortPage>();
    for (const port of [aPort(FIRST), aPort(FIRST + 7), aPort(FIRST + PORTS_A_BLOCK)]) {
      const page = pages.get(blockOf(port.portId)) ?? new PortPage(blockOf(port.portId));
      page.set(port);
      pages.set(page.block, page);
    }
    const rows: SqlValue[][] = [...pages.values()].map((page) => [page.block, null, '', page.toOctets(), 1]);
    const old = [FIRST - 1, 'DOWN', 1_000, 9_000, 9, 9, 17, 18, 3, 1e9, 'note'];
    rows.push([blockOf(FIRST - 1), null, JSON.stringify([old]), null, 1]);
    await test.database.transaction((tx) =>
      tx.insertMany('port_block', ['block', 'silent_at', 'ports', 'body', 'mark'], ['block'], rows),
    );
  });

  afterAll(() => test.close());

  it('are those of the newest readings, by ports of several blocks', async () => {
    const found = await readPortFigures(test.database, [FIRST + PORTS_A_BLOCK, FIRST + 7, FIRST, FIRST]);

    expect([...found].sort(([one], [other]) => one - other)).toEqual(
      [FIRST, FIRST + 7, FIRST + PORTS_A_BLOCK].map((id) => [
        id,
        { sampleAt: 5_000 + id, inBps: id * 2, outBps: null },
      ]),
    );
  });

  it('are read from pages that an earlier version wrote', async () => {
    const figures = (await readPortFigures(test.database, [FIRST - 1])).get(FIRST - 1);
    expect([figures?.sampleAt, figures?.inBps, figures?.outBps]).toEqual([9_000, 17, 18]);
  });

  it('are none of a port that was never read, and of no port at all', async () => {
    expect((await readPortFigures(test.database, [FIRST + 1, 99_999_999])).size).toBe(0);
    expect((await readPortFigures(test.database, [])).size).toBe(0);
  });

  it('are those that a transaction wrote, while nobody else sees them', async () => {
    await test.database.transaction(async (tx) => {
      const page = new PortPage(900);
      page.set(aPort(900 * PORTS_A_BLOCK));
      const row = [page.block, null, '', page.toOctets(), 2];
      await tx.insertMany('port_block', ['block', 'silent_at', 'ports', 'body', 'mark'], ['block'], [row]);
      expect((await readPortFigures(tx, [900 * PORTS_A_BLOCK])).size).toBe(1);
    });
  });

  it('are taken from the row of the port only where that is newer', () => {
    const figures = (sampleAt: number | null): PortFigures => ({ sampleAt, inBps: sampleAt, outBps: null });
    const pages = new Map([[1, figures(10)]]);

    expect(figuresAmong(pages, 1, figures(9)).sampleAt).toBe(10);
    expect(figuresAmong(pages, 1, figures(null)).sampleAt).toBe(10);
    expect(figuresAmong(pages, 1, figures(11)).sampleAt).toBe(11);
    expect(figuresAmong(pages, 2, figures(11)).sampleAt).toBe(11);
    expect(figuresAmong(pages, null, figures(null)).sampleAt).toBeNull();
  });
});

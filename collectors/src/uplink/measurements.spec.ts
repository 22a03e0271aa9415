import { type Measurements, NO_MEASUREMENTS } from '@linewatch/shared';
import { columnBatch } from '../testing/column-batch.js';
import { aLatencyMeasurement } from '../testing/reading.builder.js';
import { HeldClock } from '../testing/held-clock.js';
import { Batcher } from './batcher.js';
import { countOf, measureColumns } from './measurements.js';
import { Spool } from './spool.js';

function latencies(count: number): Measurements {
  return {
    ...NO_MEASUREMENTS,
    latency: Array.from({ length: count }, (_, slot) => aLatencyMeasurement({ slot: slot + 1 })),
  };
}

describe('measurements on their way to the API', () => {
  const events = { onCommitted: () => undefined, onDropped: () => undefined, onFailed: () => undefined };

  it('are columns of the forms that there are, and nothing when there are none', () => {
    expect(measureColumns(NO_MEASUREMENTS)).toBeUndefined();
    expect(measureColumns(latencies(2))).toEqual({
      latency: jasmine.objectContaining({ slot: [1, 2], status: ['OK', 'OK'], jitterUs: [500, 500] }) as never,
    });
  });

  it('are committed with the batch, soon, and a thousand in one batch at most', async () => {
    const clock = new HeldClock();
    const spool = Spool.open(':memory:', { maxOctets: 1e9, maxAgeMs: 1e9 });
    new Batcher(spool, clock, events).addMeasures(latencies(1_500));
    expect(spool.backlog().batches).toBe(2);

    new Batcher(spool, clock, events).addMeasures(latencies(1));
    expect(spool.backlog().batches).toBe(2);
    await clock.pass(600);
    expect(spool.backlog().batches).toBe(3);

    const first = columnBatch(spool.head()?.body ?? '');
    expect(first.measures?.latency?.slot.length).toBe(1_000);
    expect(first.readings.portId).toEqual([]);
    expect(spool.refuse(first.seq, 400, 'no', 0)).toBe(1_000);
    spool.close();
  });

  it('stay while the disk refuses, until fifty thousand wait', async () => {
    const clock = new HeldClock();
    const lost: number[] = [];
    const taken: Measurements[] = [];
    let isFull = true;
    const store = {
      append: (...[, , , , measures]: Parameters<Spool['append']>) => {
        if (isFull) throw new Error('disk full');
        taken.push(measures ?? NO_MEASUREMENTS);
        return { batches: 0, readings: 0, ports: 0 };
      },
    };
    const batcher = new Batcher(store, clock, { ...events, onDropped: ({ readings }) => lost.push(readings) });
    batcher.addMeasures(latencies(50_010));
    expect(lost).toEqual([10]);

    isFull = false;
    await clock.pass(600);
    expect(taken.reduce((sum, measures) => sum + countOf(measures), 0)).toBe(50_000);
    expect(taken[0]?.latency[0]?.slot).toBe(11);
  });
});

import { aReading } from '../../testing/test-batch.builder.js';
import { SeenPorts } from './seen-ports.js';

describe('what was read of ports last', () => {
  const reading = (portId: number, ifIndex: number | null, speedBps: number | null) =>
    aReading({ portId, slot: 10, ifIndex, speedBps });

  it('tells a port that was never read, and then only what changes', () => {
    const seen = new SeenPorts();
    expect(seen.note([reading(1, 5, 100), reading(2, 6, 100)])).toEqual({ portIds: [1, 2], renumbered: [] });
    expect(seen.note([reading(1, 5, 100), reading(2, 6, 10)])).toEqual({ portIds: [2], renumbered: [] });
    expect(seen.note([reading(1, 9, 100), reading(2, null, null)])).toEqual({ portIds: [1, 2], renumbered: [1, 2] });
    expect(seen.note([reading(1, 9, 100), reading(2, null, null)])).toEqual({ portIds: [], renumbered: [] });
  });

  it('has room for ports of any number', () => {
    const seen = new SeenPorts();
    for (const portId of [5_000, 1, 2_147_483_647])
      expect(seen.note([reading(portId, 1, 1)]).portIds).toEqual([portId]);
    expect(seen.note([reading(5_000, 1, 1), reading(1, 1, 1)]).portIds).toEqual([]);
    expect(seen.note([reading(2_147_483_647, 1, 1)]).portIds).toEqual([2_147_483_647]);
  });
});

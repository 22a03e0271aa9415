import { composeDown, type EndState, operatingStatus } from './operating-status.js';
import type { PortStatus } from './statuses.js';

function ends(...statuses: PortStatus[]): EndState[] {
  return statuses.map((status) => ({ monitored: true, status }));
}

const UNMONITORED: EndState = { monitored: false, status: 'UNKNOWN' };

describe('The operating status of a circuit in series', () => {
  it('runs while all its ends are up', () => {
    expect(operatingStatus(ends('UP', 'UP'), 'SERIES', 'active')).toBe('running');
  });

  it('has failed when any end carries nothing, for whatever reason', () => {
    for (const status of ['DOWN', 'ADMIN_DOWN', 'TESTING'] as const) {
      expect(operatingStatus(ends('UP', status), 'SERIES', 'active')).toBe('failed');
    }
  });

  it('has failed although the other end is silent', () => {
    expect(operatingStatus(ends('UNKNOWN', 'DOWN'), 'SERIES', 'active')).toBe('failed');
  });

  it('is unknown while an end is silent', () => {
    expect(operatingStatus(ends('UP', 'UNKNOWN'), 'SERIES', 'active')).toBe('unknown');
  });

  it('does not count ends that nobody can look at', () => {
    expect(operatingStatus([...ends('UP'), UNMONITORED], 'SERIES', 'active')).toBe('running');
    expect(operatingStatus([...ends('DOWN'), UNMONITORED], 'SERIES', 'active')).toBe('failed');
    expect(operatingStatus([UNMONITORED], 'SERIES', 'active')).toBe('unknown');
    expect(operatingStatus([], 'SERIES', 'active')).toBe('unknown');
  });

  it('does not count a sleeping backup', () => {
    expect(operatingStatus(ends('UP', 'STANDBY'), 'SERIES', 'active')).toBe('running');
  });

  it('is stopped unless the circuit is in service', () => {
    for (const state of ['designed', 'reserved', 'inactive', 'suspended', 'terminated']) {
      expect(operatingStatus(ends('UP', 'DOWN'), 'SERIES', state)).toBe('stopped');
    }
  });
});

describe('The operating status of a protected circuit', () => {
  it('runs while all its legs are up', () => {
    expect(operatingStatus(ends('UP', 'UP'), 'PARALLEL', 'active')).toBe('running');
  });

  it('is degraded when one leg is lost, and failed when the last one is', () => {
    expect(operatingStatus(ends('UP', 'DOWN'), 'PARALLEL', 'active')).toBe('degraded');
    expect(operatingStatus(ends('ADMIN_DOWN', 'DOWN'), 'PARALLEL', 'active')).toBe('failed');
  });

  it('is at least degraded when one leg is lost and the other silent', () => {
    expect(operatingStatus(ends('UNKNOWN', 'DOWN'), 'PARALLEL', 'active')).toBe('degraded');
  });

  it('is unknown while a leg is silent and none is lost', () => {
    expect(operatingStatus(ends('UP', 'UNKNOWN'), 'PARALLEL', 'active')).toBe('unknown');
  });
});

describe('The down time of a circuit', () => {
  const a = [{ from: 0, to: 60 }];
  const z = [{ from: 30, to: 120 }];

  it('is that of either end in series', () => {
    expect(composeDown([a, z], 'SERIES')).toEqual([{ from: 0, to: 120 }]);
  });

  it('is that of all legs at once when protected', () => {
    expect(composeDown([a, z], 'PARALLEL')).toEqual([{ from: 30, to: 60 }]);
    expect(composeDown([a, z, []], 'PARALLEL')).toEqual([]);
  });

  it('is none without ends', () => {
    expect(composeDown([], 'SERIES')).toEqual([]);
    expect(composeDown([], 'PARALLEL')).toEqual([]);
  });
});

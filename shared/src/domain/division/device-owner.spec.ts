import fc from 'fast-check';
import { deviceOwner, type DividedCollector } from './device-owner.js';

const someCollectors = fc
  .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 6 })
  .map((ids) => ids.map((id): DividedCollector => ({ id, region: null })));
const someDevices = fc
  .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 60 })
  .map((ids) => ids.map((id) => ({ id, region: null })));

describe('The owner of a device', () => {
  it('is one of the collectors, whatever order they are named in', () => {
    fc.assert(
      fc.property(someCollectors, someDevices, (collectors, devices) => {
        for (const device of devices) {
          const owner = deviceOwner(device, collectors);
          expect(collectors.map(({ id }) => id)).toContain(owner ?? 'nobody');
          expect(deviceOwner(device, collectors.toReversed())).toBe(owner);
        }
      }),
    );
  });

  it('stays when another collector leaves', () => {
    fc.assert(
      fc.property(someCollectors, someDevices, (collectors, devices) => {
        const [gone, ...left] = collectors;
        for (const device of devices) {
          const owner = deviceOwner(device, collectors);
          if (owner !== gone?.id) expect(deviceOwner(device, left)).toBe(owner);
        }
      }),
    );
  });

  it('changes only to the collector that comes', () => {
    fc.assert(
      fc.property(someCollectors, fc.uuid(), someDevices, (collectors, newcomer, devices) => {
        const more = [...collectors, { id: newcomer, region: null }];
        for (const device of devices) {
          const before = deviceOwner(device, collectors);
          expect([before, newcomer]).toContain(deviceOwner(device, more));
        }
      }),
    );
  });

  it('gives each collector about its share, though the ids differ in their ends only', () => {
    const devices = Array.from({ length: 6_000 }, (_, at) => ({
      id: `019aa000-0000-7000-8000-${String(at).padStart(12, '0')}`,
      region: null,
    }));
    for (const count of [2, 3, 5]) {
      const collectors = Array.from({ length: count }, (_, at) => ({ id: `c-${String(at)}`, region: null }));
      const owned = new Map(collectors.map(({ id }) => [id, 0]));
      for (const device of devices) {
        const owner = deviceOwner(device, collectors) ?? '';
        owned.set(owner, (owned.get(owner) ?? 0) + 1);
      }
      for (const share of owned.values()) {
        expect(Math.abs(share - devices.length / count))
          .withContext([...owned.values()].join(' '))
          .toBeLessThan(0.1 * (devices.length / count));
      }
    }
  });

  it('is of its region or of none, and anybody for a device without a region', () => {
    const south = { id: 's', region: 'south' };
    const north = { id: 'n', region: 'north' };
    const any = { id: 'a', region: null };
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(deviceOwner({ id, region: 'south' }, [north, south])).toBe('s');
        expect(deviceOwner({ id, region: 'south' }, [north])).toBeNull();
        expect(['a', 's']).toContain(deviceOwner({ id, region: 'south' }, [north, any, south]) ?? '');
        expect(deviceOwner({ id, region: null }, [north])).toBe('n');
      }),
    );
  });

  it('is nobody when there is nobody', () => {
    expect(deviceOwner({ id: 'd', region: null }, [])).toBeNull();
  });

  it('carries the tag that the device asks for', () => {
    const collectors = [
      { id: 'plain', region: null },
      { id: 'tagged', region: null, tags: ['otn', 'core'] },
      { id: 'elsewhere', region: 'north', tags: ['otn'] },
    ];
    expect(deviceOwner({ id: 'd', region: 'south', requiredTag: 'otn' }, collectors)).toBe('tagged');
    expect(deviceOwner({ id: 'd', region: null, requiredTag: 'pon' }, collectors)).toBeNull();
    expect(deviceOwner({ id: 'd', region: null, requiredTag: null }, collectors)).not.toBeNull();
  });
});

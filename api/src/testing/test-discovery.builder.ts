import type { DiscoveredInterface, DiscoveryReport } from '@linewatch/shared';

/** An Ethernet interface of 1 Gbit/s as discovery finds it; a test names only what it is about. */
export function anInterface(ifIndex: number, overrides: Partial<DiscoveredInterface> = {}): DiscoveredInterface {
  return {
    ifIndex,
    ifName: `ge-0/${String(ifIndex)}`,
    ifAlias: '',
    ifDescr: `GigabitEthernet 0/${String(ifIndex)}`,
    ifType: 6,
    speedBps: 1_000_000_000,
    mac: '020000000001',
    adminStatus: 1,
    operStatus: 1,
    hasWideCounters: true,
    duplex: 'FULL',
    sendsTraps: true,
    hasConnector: true,
    lowerIndexes: [],
    card: 'LPU-1 SN0001',
    ...overrides,
  };
}

/** A report of a device that answered. */
export function aDiscovery(
  deviceId: string,
  interfaces: readonly DiscoveredInterface[],
  overrides: Partial<DiscoveryReport> = {},
): DiscoveryReport {
  const system = {
    sysName: 'PE-1',
    sysDescr: 'NE40E',
    sysObjectId: '1.3.6.1.4.1.2011.2.62.2.14',
    sysLocation: 'Changsha',
    engineId: '800007db0301',
    engineBoots: 7,
  };
  return {
    deviceId,
    at: 1_795_248_000_000,
    fault: null,
    system,
    interfaces: [...interfaces],
    isTruncated: false,
    missingColumns: [],
    ...overrides,
  };
}

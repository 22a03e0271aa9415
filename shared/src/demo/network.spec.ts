import { DeviceMeasure, MEASURE_KINDS } from '../contracts/measures.contract.js';
import { OPERATOR_NODE } from './lines.js';
import { demoNetwork } from './network.js';
import type { DemoDevice } from './types.js';

const CODE = /^[A-Z]{2,6}\/[A-Z0-9]{2,6}-[A-Z]{2,6}\/[A-Z0-9]{2,6} [A-Z0-9]{2,12} \d{4}$/;
const QUIET_MINUTES = 120;
const HISTORY_DAYS = 92;
const MINUTES_PER_DAY = 1_440;

const network = demoNetwork();
const siteCodes = network.sites.map(({ code }) => code);

function customersOn(device: DemoDevice): Set<string> {
  return new Set(
    network.circuits
      .filter(({ ends }) => ends.some((end) => end.device === device.code))
      .map((circuit) => circuit.customer),
  );
}

function expectUnique(values: readonly string[]): void {
  expect(new Set(values).size).toBe(values.length);
}

describe("The demo's world", () => {
  it('is the same at every call', () => {
    expect(demoNetwork()).toBe(network);
  });

  it('has enough lines of every product for both customers', () => {
    const products = new Set(network.circuits.map(({ product }) => product));
    expect(products).toEqual(new Set(['MSTP', 'SDH', 'MPLS_VPN', 'IP_LINE', 'OTN', 'PON']));
    expect(network.circuits.filter(({ customer }) => customer === 'XJB').length).toBeGreaterThanOrEqual(30);
    expect(network.circuits.filter(({ customer }) => customer === 'CDL').length).toBeGreaterThanOrEqual(16);
  });

  it('names circuits as the operator does, each once', () => {
    for (const { code } of network.circuits) expect(code).toMatch(CODE);
    expectUnique(network.circuits.map(({ code }) => code));
    expect(network.circuits[0]?.code).toBe('CS/YL01-ZZ/TY02 MSTP10M 0001');
  });

  it('plugs every monitored end into a port that carries its code', () => {
    for (const { code, ends } of network.circuits) {
      for (const end of ends) {
        const device = network.devices.find((candidate) => candidate.code === end.device);
        const port = device?.ports.find(({ ifName }) => ifName === end.ifName);
        expect(port?.ifAlias).toBe(end.device === null ? undefined : code);
      }
    }
  });

  it('never sells more than the port can carry', () => {
    for (const { contractedBps, ends } of network.circuits) {
      for (const end of ends) {
        const device = network.devices.find(({ code }) => code === end.device);
        const speedBps = device?.ports.find(({ ifName }) => ifName === end.ifName)?.speedBps;
        expect(speedBps ?? contractedBps).toBeGreaterThanOrEqual(contractedBps);
      }
    }
  });

  it('gives every port a name, an index and a circuit of its own', () => {
    for (const { ports } of network.devices) {
      expectUnique(ports.map(({ ifName }) => ifName));
      expectUnique(ports.map(({ ifAlias }) => ifAlias));
      expect(ports.map(({ ifIndex }) => ifIndex)).toEqual(ports.map((_, index) => index + 1));
      expect(ports.some(({ ifAlias }) => ifAlias.startsWith('uplink'))).toBeTrue();
    }
  });

  it('has devices of both kinds of access, some of them shared by the customers', () => {
    const withV3 = network.devices.filter(({ access }) => access.version === 'V3').length;
    expect(withV3).toBeGreaterThanOrEqual(network.devices.length / 3);
    expect(withV3).toBeLessThanOrEqual((network.devices.length * 2) / 3);
    expect(network.devices.filter((device) => customersOn(device).size === 2).length).toBeGreaterThanOrEqual(5);
  });

  it('leaves no site of another customer on a circuit', () => {
    for (const { customer, ends } of network.circuits) {
      for (const { site } of ends) {
        if (site === null) continue;
        expect(network.sites.find(({ code }) => code === site)?.customer).toBe(customer);
      }
    }
  });

  it('ends Internet lines at a node that is no site', () => {
    expect(siteCodes).not.toContain(OPERATOR_NODE);
    for (const { topology, ends } of network.circuits) {
      expect(ends.find(({ side }) => side === 'Z')?.site === null).toBe(topology === 'INTERNET');
    }
  });

  it('has what the stories need: an unmonitored end, a dual-homed line, a line between the branches', () => {
    expect(network.circuits.some(({ ends }) => ends.some(({ device }) => device === null))).toBeTrue();
    expect(
      network.circuits.some((one) => one.protection === 'DUAL_HOMED' && one.composeMode === 'PARALLEL'),
    ).toBeTrue();
    expect(network.circuits.some(({ code }) => code.startsWith('YY/YL01-HY/ZH01 '))).toBeTrue();
  });
});

describe('What the demo measures besides ports', () => {
  it('is at ends that somebody watches, and on the port there', () => {
    for (const { circuit, side, device, ifName } of network.measures) {
      const ends = network.circuits.find(({ code }) => code === circuit)?.ends.filter((end) => end.side === side);
      expect(ends?.map((end) => [end.device, end.ifName])).toContain([device, ifName]);
    }
  });

  it('is of every kind and source', () => {
    expect(new Set(network.measures.map(({ kind }) => kind))).toEqual(new Set(MEASURE_KINDS));
    const sources = new Set(network.measures.map(({ reading }) => reading.source));
    expect([...sources].sort()).toEqual(['DISMAN_PING', 'DS1', 'ENTITY_SENSOR', 'HUAWEI_OPTICAL', 'RTTMON', 'SONET']);
  });

  it('fits the contract of the work list, and names nothing twice on a device', () => {
    const seen = network.measures.map(({ device, reading }, pointId) => {
      expect(DeviceMeasure.safeParse({ ...reading, pointId }).success).toBeTrue();
      return `${device} ${JSON.stringify(reading)}`;
    });
    expectUnique(seen);
  });

  it('watches every E1 and every SDH port that a device has', () => {
    const digital = network.circuits.flatMap(({ ends }) =>
      ends.filter(({ device, portType }) => device !== null && (portType === 'E1' || portType === 'STM1')),
    );
    const watched = new Set(
      network.measures.filter(({ kind }) => kind === 'LINE').map(({ device, ifName }) => `${device} ${ifName}`),
    );
    expect(watched.size).toBe(digital.length);
  });
});

describe('The people of the demo', () => {
  it('each have an address and a password that is long enough', () => {
    expectUnique(network.users.map(({ email }) => email));
    for (const { password } of network.users) expect(password.length).toBeGreaterThanOrEqual(12);
  });

  it('see customers and sites that exist', () => {
    const customers = network.customers.map(({ code }) => code);
    for (const user of network.users) {
      expect(user.customers.filter((code) => !customers.includes(code))).toEqual([]);
      expect(user.sites.filter((code) => !siteCodes.includes(code))).toEqual([]);
    }
  });

  it('have account managers who share no customer', () => {
    const assigned = network.users
      .filter(({ role }) => role === 'ACCOUNT_MANAGER')
      .flatMap(({ customers }) => customers);
    expect(assigned.toSorted()).toEqual(['CDL', 'XJB']);
  });
});

describe('The past of the demo', () => {
  it('lies between three months and two hours ago, on lines that were in service', () => {
    for (const { circuit, startMinutesAgo, minutes } of network.history) {
      const activatedDaysAgo = network.circuits.find(({ code }) => code === circuit)?.activatedDaysAgo ?? 0;
      expect(startMinutesAgo).toBeLessThan(Math.min(activatedDaysAgo, HISTORY_DAYS) * MINUTES_PER_DAY);
      expect(startMinutesAgo - minutes).toBeGreaterThan(QUIET_MINUTES);
    }
  });

  it('happened at ends that somebody watched', () => {
    for (const { circuit, side } of network.history) {
      const ends = network.circuits.find(({ code }) => code === circuit)?.ends;
      expect(ends?.find((end) => end.side === side)?.device ?? null).not.toBeNull();
    }
  });

  it('holds outages of both sides, a planned work and a time without data', () => {
    const kinds = network.history.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'OUTAGE').length).toBeGreaterThan(10);
    expect(kinds.filter((kind) => kind === 'WORK').length).toBeGreaterThan(2);
    expect(kinds).toContain('NO_DATA');
    expect(new Set(network.history.map(({ side }) => side)).size).toBe(2);
  });
});

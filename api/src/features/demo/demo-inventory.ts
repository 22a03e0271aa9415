import type { PollProfile } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { v7 as uuidv7 } from 'uuid';
import type { CircuitEndEntity, CircuitEntity } from '../circuits/index.js';
import type { ContractEntity, CustomerEntity, SiteEntity } from '../customers/index.js';
import type { NewCredential, NewDevice, NewPollProfile, PortEntity } from '../inventory/index.js';
import { type DemoIds, idOf, portKey } from './demo-ids.js';

const DAY_MS = 86_400_000;
const TIME_ZONE = 'Asia/Shanghai';

/** The practice network answers on this machine only. */
export const PRACTICE_ADDRESS = '127.0.0.1';

/** How the demo's devices are asked; the interval comes from the environment. */
const PATIENCE: Omit<PollProfile, 'intervalS'> = { timeoutMs: 1_500, retries: 1, backoff: 1.5, maxRepetitions: 20 };

export function customerRows({ customers }: DemoNetwork, ids: DemoIds): CustomerEntity[] {
  return customers.map(({ code, nameZh, nameEn, grade }) => ({
    id: idOf(ids.customers, code),
    code,
    nameZh,
    nameEn,
    grade,
    timeZone: TIME_ZONE,
    status: 'ACTIVE',
  }));
}

export function siteRows({ sites }: DemoNetwork, ids: DemoIds): SiteEntity[] {
  return sites.map(({ code, customer, nameZh, nameEn, address }) => ({
    id: idOf(ids.sites, code),
    customerId: idOf(ids.customers, customer),
    code,
    nameZh,
    nameEn,
    address,
  }));
}

export function contractRows({ contracts }: DemoNetwork, ids: DemoIds): ContractEntity[] {
  return contracts.map(({ number, customer, slaClass }) => ({
    id: idOf(ids.contracts, number),
    customerId: idOf(ids.customers, customer),
    number,
    slaClass,
  }));
}

export function pollProfileRow(ids: DemoIds, intervalS: number): NewPollProfile {
  return { id: ids.pollProfile, name: '练习网络 / practice network', intervalS, ...PATIENCE };
}

/** One credential a class of devices, named for the first device that uses it. */
export function credentialRows({ devices }: DemoNetwork, ids: DemoIds): NewCredential[] {
  const byText = new Map(devices.toReversed().map(({ code, access }) => [JSON.stringify(access), { code, access }]));
  return [...byText].map(([text, { code, access }]) => ({
    id: idOf(ids.credentials, text),
    name: `${access.version} ${code}`,
    access,
  }));
}

/** The device at place n of the network listens on the base port + n. */
export function practicePort(basePort: number, place: number): number {
  return basePort + place;
}

export function deviceRows({ devices }: DemoNetwork, ids: DemoIds, basePort: number): NewDevice[] {
  return devices.map(({ code, name, vendor, model, access }, place) => ({
    id: idOf(ids.devices, code),
    code,
    name,
    vendor,
    model,
    address: PRACTICE_ADDRESS,
    snmpPort: practicePort(basePort, place),
    credentialId: idOf(ids.credentials, JSON.stringify(access)),
    pollProfileId: ids.pollProfile,
  }));
}

/** The ports that carry a circuit; uplinks are not watched. */
export function portRows({ devices }: DemoNetwork, ids: DemoIds): PortEntity[] {
  return devices.flatMap((device) =>
    device.ports.flatMap(({ ifName, ifAlias }) => {
      const id = ids.ports.get(`${device.code} ${ifName}`);
      return id === undefined
        ? []
        : [{ id, deviceId: idOf(ids.devices, device.code), ifName, ifAlias, role: 'PRIMARY' }];
    }),
  );
}

/** @param foundedAt ms; the demo tells its past as days before it */
export function circuitRows(
  { circuits }: DemoNetwork,
  ids: DemoIds,
  foundedAt: number,
): (CircuitEntity & { readonly backupOf: string | null })[] {
  return circuits.map((circuit) => ({
    id: idOf(ids.circuits, circuit.code),
    code: circuit.code,
    name: circuit.name,
    alias: circuit.alias,
    customerId: idOf(ids.customers, circuit.customer),
    contractId: idOf(ids.contracts, circuit.contract),
    product: circuit.product,
    contractedBps: circuit.contractedBps,
    topology: circuit.topology,
    protection: circuit.protection,
    composeMode: circuit.composeMode,
    state: 'active',
    networkGrade: circuit.networkGrade,
    activatedAt: foundedAt - circuit.activatedDaysAgo * DAY_MS,
    backupOf: circuit.backupOf === null ? null : idOf(ids.circuits, circuit.backupOf),
  }));
}

export function endRows({ circuits }: DemoNetwork, ids: DemoIds): CircuitEndEntity[] {
  return circuits.flatMap((circuit) =>
    circuit.ends.map((end, place) => {
      const key = portKey(end);
      return {
        id: uuidv7(),
        circuitId: idOf(ids.circuits, circuit.code),
        customerId: idOf(ids.customers, circuit.customer),
        side: end.side,
        seq: circuit.ends.slice(0, place).filter(({ side }) => side === end.side).length,
        siteId: end.site === null ? null : idOf(ids.sites, end.site),
        portId: key === undefined ? null : idOf(ids.ports, key),
        monitoring: key === undefined ? 'UNMONITORED' : 'SNMP',
        accessType: end.accessType,
        portType: end.portType,
      };
    }),
  );
}

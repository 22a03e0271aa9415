import type { CircuitEndSide } from '../domain/status/statuses.js';
import {
  BANK,
  BANK_CONTRACT,
  BANK_INTERNET_CONTRACT,
  CONTRACTS,
  CUSTOMERS,
  LOGISTICS_CONTRACT,
  USERS,
} from './customers.js';
import { CHASSIS, type Chassis, type DemoPortType, demoPort, type DeviceClass } from './devices.js';
import { demoHistory } from './history.js';
import { type DemoLine, type DemoProduct, LINES, OPERATOR_NODE } from './lines.js';
import { demoMeasures } from './measures.js';
import { demoProbes } from './probes.js';
import { SITES } from './sites.js';
import type { DemoCircuit, DemoDevice, DemoEnd, DemoNetwork, DemoPort } from './types.js';

interface ProductFacts {
  readonly serviceCode: string;
  readonly classA: DeviceClass;
  readonly classZ: DeviceClass;
  readonly networkGrade: DemoCircuit['networkGrade'];
}

const PRODUCTS: Readonly<Record<DemoProduct, ProductFacts>> = {
  MSTP: { serviceCode: 'MSTP', classA: 'MSTP', classZ: 'MSTP', networkGrade: 'B' },
  SDH: { serviceCode: 'SDH', classA: 'MSTP', classZ: 'MSTP', networkGrade: 'A' },
  MPLS_VPN: { serviceCode: 'VPN', classA: 'IP', classZ: 'IP', networkGrade: 'B' },
  IP_LINE: { serviceCode: 'IP', classA: 'IP', classZ: 'IP', networkGrade: 'C' },
  OTN: { serviceCode: 'OTN', classA: 'OTN', classZ: 'OTN', networkGrade: 'A' },
  PON: { serviceCode: 'PON', classA: 'OLT', classZ: 'IP', networkGrade: 'D' },
};

/** Sites that hang on the second device of their city. */
const SECOND_HOME: ReadonlySet<string> = new Set(['CS/YL01', 'CS/HH06']);

/** SDH is sold in steps of its hierarchy (ITU-T G.707); everything else in round decimal rates. */
const SDH_RATES: Readonly<Record<string, number>> = { '2M': 2_048_000, '155M': 155_520_000 };

const BPS_BY_UNIT: Readonly<Record<string, number>> = { M: 1_000_000, G: 1_000_000_000 };

function contractedBps({ product, rate }: DemoLine): number {
  const step = product === 'SDH' ? SDH_RATES[rate] : undefined;
  return step ?? Number(rate.slice(0, -1)) * (BPS_BY_UNIT[rate.slice(-1)] ?? Number.NaN);
}

function portType(product: DemoProduct, deviceClass: DeviceClass, bps: number): DemoPortType {
  if (deviceClass === 'OLT') return 'GPON';
  if (product === 'SDH') return bps < 100_000_000 ? 'E1' : 'STM1';
  if (bps > 1_000_000_000) return 'XGE';
  if (product === 'MSTP') return bps < 100_000_000 ? 'FE' : 'GE_OPTICAL';
  return bps < 100_000_000 ? 'GE_ELECTRICAL' : 'GE_OPTICAL';
}

/** Code of the device that a site's lines of one class end on. Internet lines end on the other one of the city's pair. */
function deviceOf(site: string, deviceClass: DeviceClass, line: DemoLine): string {
  const city = site.slice(0, site.indexOf('/'));
  const twins = city === 'CS' && (deviceClass === 'MSTP' || deviceClass === 'IP');
  const second = site === OPERATOR_NODE ? !SECOND_HOME.has(line.a) : SECOND_HOME.has(site);
  return `${city}-${deviceClass}-${twins && second ? '02' : '01'}`;
}

function accessType(line: DemoLine, side: CircuitEndSide, type: DemoPortType): string {
  if (side === 'A' && line.accessA !== undefined) return line.accessA;
  if (type === 'GPON') return 'PON';
  return type === 'E1' ? 'COPPER' : 'FIBRE';
}

/** Hands out the ports of one device in the order in which lines ask for them. */
class Cabinet {
  readonly ports: DemoPort[] = [];
  private readonly used = new Map<DemoPortType, number>();

  constructor(readonly chassis: Chassis) {}

  plug(type: DemoPortType, ifAlias: string): DemoPort {
    const number = (this.used.get(type) ?? 0) + 1;
    this.used.set(type, number);
    const port = demoPort(this.chassis.vendor, type, number, this.ports.length + 1, ifAlias);
    this.ports.push(port);
    return port;
  }
}

type Cabinets = ReadonlyMap<string, Cabinet>;

function end(line: DemoLine, side: CircuitEndSide, code: string, cabinets: Cabinets): DemoEnd {
  const facts = PRODUCTS[line.product];
  const place = side === 'A' ? line.a : line.z;
  const deviceClass = side === 'A' ? facts.classA : facts.classZ;
  const type = portType(line.product, deviceClass, contractedBps(line));
  const site = place === OPERATOR_NODE ? null : place;
  const described = { side, site, accessType: accessType(line, side, type), portType: type };
  if (side === 'Z' && line.zUnmonitored === true) return { ...described, device: null, ifName: null };
  const device = deviceOf(place, deviceClass, line);
  const cabinet = cabinets.get(device);
  if (cabinet === undefined) throw new Error(`No device ${device} for ${code}`);
  return { ...described, device, ifName: cabinet.plug(type, code).ifName };
}

function contractOf(line: DemoLine): string {
  if (line.customer !== BANK) return LOGISTICS_CONTRACT;
  return line.product === 'IP_LINE' ? BANK_INTERNET_CONTRACT : BANK_CONTRACT;
}

/** @param index of the line: its serial number */
function codeOf({ a, z, product, rate }: DemoLine, index: number): string {
  return `${a}-${z} ${PRODUCTS[product].serviceCode}${rate} ${String(index + 1).padStart(4, '0')}`;
}

/** Code of the line that one stands in for. */
function mainOf({ customer, backs }: DemoLine): string | null {
  if (backs === undefined) return null;
  const index = LINES.findIndex((line) => line.customer === customer && line.name === backs);
  const main = LINES[index];
  if (main === undefined) throw new Error(`the demo has no line ${backs}`);
  return codeOf(main, index);
}

function circuit(line: DemoLine, index: number, cabinets: Cabinets): DemoCircuit {
  const { networkGrade } = PRODUCTS[line.product];
  const code = codeOf(line, index);
  const dualHomed = line.dualHomed === true;
  return {
    code,
    name: line.name,
    alias: line.alias ?? null,
    customer: line.customer,
    contract: contractOf(line),
    product: line.product,
    contractedBps: contractedBps(line),
    topology: line.product === 'IP_LINE' ? 'INTERNET' : 'P2P',
    protection: dualHomed ? 'DUAL_HOMED' : 'NONE',
    composeMode: dualHomed ? 'PARALLEL' : 'SERIES',
    networkGrade: dualHomed ? 'A' : networkGrade,
    activatedDaysAgo: line.activatedDaysAgo ?? 200 + ((index * 137) % 900),
    backupOf: mainOf(line),
    ends: [end(line, 'A', code, cabinets), end(line, 'Z', code, cabinets)],
    traffic: { seed: index + 1, profile: line.profile, peakIn: line.peak[0], peakOut: line.peak[1] },
  };
}

/** One uplink, two where the city has the larger boxes; they carry no circuit and nobody polls them. */
function withUplinks(cabinet: Cabinet): DemoDevice {
  const { deviceClass, ...chassis } = cabinet.chassis;
  cabinet.plug('XGE', `uplink to core ${deviceClass} 1`);
  if (deviceClass === 'IP') cabinet.plug('XGE', `uplink to core ${deviceClass} 2`);
  return { ...chassis, ports: cabinet.ports };
}

function build(): DemoNetwork {
  const cabinets: Cabinets = new Map(CHASSIS.map((chassis) => [chassis.code, new Cabinet(chassis)]));
  const circuits = LINES.map((line, index) => circuit(line, index, cabinets));
  const devices = [...cabinets.values()].map(withUplinks);
  return {
    customers: CUSTOMERS,
    users: USERS,
    sites: SITES,
    contracts: CONTRACTS,
    devices,
    circuits,
    measures: demoMeasures(circuits, devices),
    probes: demoProbes(circuits),
    history: demoHistory(circuits),
  };
}

let built: DemoNetwork | undefined;

/** The demo's world: always the same one, down to the order of devices and ports. */
export function demoNetwork(): DemoNetwork {
  built ??= build();
  return built;
}

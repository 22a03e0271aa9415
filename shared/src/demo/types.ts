import type { SnmpAccess } from '../contracts/collector.contract.js';
import type { DeviceMeasure, MeasureKind } from '../contracts/measures.contract.js';
import type { Role } from '../domain/identity/roles.js';
import type { CircuitEndSide } from '../domain/status/statuses.js';

/** The demo's world, the same for the API that stores it and the practice network that plays it. Keys are codes, not ids. */
export interface DemoNetwork {
  readonly customers: readonly DemoCustomer[];
  readonly users: readonly DemoUser[];
  readonly sites: readonly DemoSite[];
  readonly contracts: readonly DemoContract[];
  readonly devices: readonly DemoDevice[];
  readonly circuits: readonly DemoCircuit[];
  readonly measures: readonly DemoMeasure[];
  readonly probes: readonly DemoProbe[];
  /** What happened in the three months before the first start. */
  readonly history: readonly DemoIncident[];
}

export interface DemoCustomer {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Code of domain `customerGrade`. */
  readonly grade: 'GROUP' | 'PROVINCE' | 'LOCAL_A' | 'LOCAL_B' | 'LOCAL_C';
}

export interface DemoUser {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly language: 'zh-CN' | 'en';
  /** Customer codes; empty for staff who see all. */
  readonly customers: readonly string[];
  /** Site codes; empty unless limited to them. */
  readonly sites: readonly string[];
  /** One line about the person, as the start prints it. */
  readonly storyZh: string;
  readonly storyEn: string;
}

export interface DemoSite {
  readonly code: string;
  readonly customer: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly address: string;
}

export interface DemoContract {
  readonly number: string;
  readonly customer: string;
  readonly slaClass: string;
}

export interface DemoDevice {
  readonly code: string;
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly sysObjectId: string;
  readonly access: SnmpAccess;
  readonly ports: readonly DemoPort[];
}

export interface DemoPort {
  readonly ifIndex: number;
  readonly ifName: string;
  /** The circuit's code, or a plain word for uplinks. */
  readonly ifAlias: string;
  /** IANAifType. */
  readonly ifType: number;
  readonly speedBps: number;
}

export interface DemoCircuit {
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly customer: string;
  readonly contract: string;
  readonly product: string;
  readonly contractedBps: number;
  readonly topology: 'P2P' | 'P2MP' | 'INTERNET';
  readonly protection: 'NONE' | 'DUAL_HOMED';
  readonly composeMode: 'SERIES' | 'PARALLEL';
  readonly networkGrade: 'A' | 'B' | 'C' | 'D';
  /** Days before the first start at which it went into service. */
  readonly activatedDaysAgo: number;
  /** Code of the circuit that it stands in for. */
  readonly backupOf: string | null;
  readonly ends: readonly DemoEnd[];
  readonly traffic: DemoTraffic;
}

export interface DemoEnd {
  readonly side: CircuitEndSide;
  /** Null: the operator's own node. */
  readonly site: string | null;
  /** Null: unmonitored. */
  readonly device: string | null;
  readonly ifName: string | null;
  readonly accessType: string;
  readonly portType: string | null;
}

type WithoutPointId<Measure> = Measure extends unknown ? Omit<Measure, 'pointId'> : never;

/** A point of the poll profile before it has its number: what is read from the device, and how often. */
export type DemoReading = WithoutPointId<DeviceMeasure>;

/** Something that is measured at one end of a circuit besides the counters of its port. */
export interface DemoMeasure {
  readonly circuit: string;
  readonly side: CircuitEndSide;
  /** The device of that end, and its port there. */
  readonly device: string;
  readonly ifName: string;
  readonly kind: MeasureKind;
  readonly reading: DemoReading;
}

/** A path that the collector measures itself, by a reflector at the far end. */
export interface DemoProbe {
  readonly circuit: string;
  readonly side: CircuitEndSide;
  /** The reflector listens on the UDP port of so many after the last device. */
  readonly place: number;
  readonly intervalS: number;
  readonly count: number;
  readonly spacingMs: number;
}

/** Shape of a line's load as shares of the contracted bandwidth. */
export interface DemoTraffic {
  readonly seed: number;
  readonly profile: 'office' | 'backup-at-night' | 'video' | 'steady';
  /** Busy-hour share of the contracted bandwidth, 0..1, towards the customer and from it. */
  readonly peakIn: number;
  readonly peakOut: number;
}

/** An outage or planned work in the past; minutes before the first start. */
export interface DemoIncident {
  readonly circuit: string;
  readonly side: CircuitEndSide;
  readonly startMinutesAgo: number;
  readonly minutes: number;
  readonly kind: 'OUTAGE' | 'WORK' | 'NO_DATA';
}

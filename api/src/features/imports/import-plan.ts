import type { CircuitState, RowProblem } from '@linewatch/shared';

export interface PlannedCustomer {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly grade: string;
  readonly timeZone: string;
  readonly status: string;
}

export interface PlannedSite {
  readonly customerId: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly address: string;
}

export interface PlannedDevice {
  readonly code: string;
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly address: string;
  readonly snmpPort: number;
  readonly credentialId: string;
  readonly pollProfileId: string;
  readonly region: string | null;
}

export interface PlannedEnd {
  readonly side: 'A' | 'Z';
  readonly siteId: string | null;
  readonly accessType: string;
  /** Null: nobody watches this end. `portId` null: the port is new to the house. */
  readonly port: { readonly deviceId: string; readonly ifName: string; readonly portId: number | null } | null;
}

/** The circuit that another one stands in for. */
export interface PlannedMain {
  /** Lower-cased. */
  readonly code: string;
  /** Null: it comes with the same file. */
  readonly id: string | null;
}

export interface PlannedCircuit {
  readonly code: string;
  readonly name: string;
  readonly customerId: string;
  readonly contractId: string | null;
  readonly product: string;
  readonly contractedBps: number;
  readonly topology: string;
  readonly protection: string;
  readonly networkGrade: string | null;
  readonly state: CircuitState;
  readonly activatedAt: number | null;
  readonly ends: readonly PlannedEnd[];
  readonly backupOf: PlannedMain | null;
}

/** Everything that a file comes to in the house as it is: pure data, so that two runs can be compared. */
export interface ImportPlan {
  readonly customers: readonly PlannedCustomer[];
  readonly sites: readonly PlannedSite[];
  readonly devices: readonly PlannedDevice[];
  readonly circuits: readonly PlannedCircuit[];
  readonly rows: number;
  /** Rows whose code is there already. */
  readonly known: number;
  readonly refused: number;
  /** By line; of all refused rows. */
  readonly problems: readonly RowProblem[];
}

export function createsOf({ customers, sites, devices, circuits }: ImportPlan): number {
  return customers.length + sites.length + devices.length + circuits.length;
}

/** What one row comes to: something new, or the word that it is there already. `null`: its reader says what is wrong. */
export type Outcome<Planned> = { readonly key: string; readonly planned: Planned | 'known' } | null;

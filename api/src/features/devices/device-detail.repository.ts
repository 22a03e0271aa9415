import { Injectable } from '@nestjs/common';
import type { InterfaceView } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** How a device is asked, beside what the list says of it. Never the secret. */
export interface DeviceSetupRecord {
  readonly region: string | null;
  readonly requiredTag: string | null;
  readonly credentialId: string;
  readonly credentialName: string;
  readonly profileId: string;
  readonly profileName: string;
  readonly intervalS: number;
  readonly statusS: number | null;
  readonly discoveryS: number;
  readonly collector: string | null;
}

type CircuitOfPort = InterfaceView['circuits'][number];

/** What stands on the page of one device. */
@Injectable()
export class DeviceDetailRepository {
  constructor(private readonly database: Database) {}

  /** The device has been found to be visible before. */
  async setup(id: string): Promise<DeviceSetupRecord | undefined> {
    const [row] = await this.database.read<DeviceSetupRecord>(
      `SELECT d.region AS region, d.required_tag AS requiredTag, d.credential_id AS credentialId,
         cr.name AS credentialName, pp.id AS profileId, pp.name AS profileName, pp.interval_s AS intervalS,
         pp.status_s AS statusS, pp.discovery_s AS discoveryS, co.code AS collector
       FROM device d JOIN poll_profile pp ON pp.id = d.poll_profile_id
         JOIN snmp_credential cr ON cr.id = d.credential_id LEFT JOIN collector co ON co.id = d.polled_by
       WHERE d.id = ?`,
      [id],
    );
    return row;
  }

  /** Circuits of the scope on the ports of a device, by the name of the port. */
  async circuitsByPort(scope: Scope, deviceId: string): Promise<Map<string, CircuitOfPort[]>> {
    const mine = scopeCondition(scope, { customer: 'e.customer_id', circuit: 'e.circuit_id' });
    const rows = await this.database.read<CircuitOfPort & { ifName: string }>(
      `SELECT p.if_name AS ifName, c.id AS id, c.code AS code, c.name AS name, e.side AS side
       FROM port p JOIN circuit_end e ON e.port_id = p.id JOIN circuit c ON c.id = e.circuit_id
       WHERE p.device_id = ? AND ${mine.sql} ORDER BY c.code`,
      [deviceId, ...mine.values],
    );
    const byPort = new Map<string, CircuitOfPort[]>();
    for (const { ifName, ...circuit } of rows) byPort.set(ifName, [...(byPort.get(ifName) ?? []), circuit]);
    return byPort;
  }
}

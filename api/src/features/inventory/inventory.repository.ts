import { Injectable } from '@nestjs/common';
import type { PollProfile } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import type { DeviceEntity } from './device.entity.js';
import { InventoryVersion } from './inventory-version.js';
import type { PollProfileEntity } from './poll-profile.entity.js';
import type { PortEntity } from './port.entity.js';

export type NewDevice = Omit<
  DeviceEntity,
  'reachability' | 'fault' | 'failures' | 'lastSeenAt' | 'region' | 'requiredTag' | 'discoveryDueAt' | 'polledBy'
> & {
  readonly region?: string | null;
  readonly requiredTag?: string | null;
};

/** A profile; its devices are discovered once a day unless it says otherwise. */
export type NewPollProfile = Omit<PollProfileEntity, UsualOfProfile> & {
  readonly [Key in UsualOfProfile]?: PollProfileEntity[Key] | undefined;
};
type UsualOfProfile = 'discoveryS' | 'statusS' | 'opticalS' | 'countsAllPackets';

const DAY_S = 86_400;

/** A device as it is polled, but for its secret. */
export interface PolledDeviceRow extends Omit<PollProfile, 'statusS' | 'countsAllPackets'> {
  readonly statusS: number | null;
  readonly countsAllPackets: number;
  readonly id: string;
  readonly address: string;
  readonly snmpPort: number;
  readonly credentialId: string;
  readonly region: string | null;
  readonly requiredTag: string | null;
}

export interface PolledPortRow {
  readonly portId: number;
  readonly deviceId: string;
  readonly ifName: string;
  readonly ifAlias: string | null;
}

/**
 * Devices, their ports and how they are asked: the operator's own things, which belong to no customer. Every change
 * advances the inventory's version.
 */
@Injectable()
export class InventoryRepository {
  constructor(
    private readonly database: Database,
    private readonly version: InventoryVersion,
  ) {}

  async addPollProfile(tx: Transaction, profile: NewPollProfile): Promise<void> {
    await tx.insertMany(
      'poll_profile',
      [
        ...['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions', 'discovery_s'],
        ...['status_s', 'optical_s', 'counts_all_packets'],
      ],
      ['id'],
      [
        [
          profile.id,
          profile.name,
          profile.intervalS,
          profile.timeoutMs,
          profile.retries,
          profile.backoff,
          profile.maxRepetitions,
          profile.discoveryS ?? DAY_S,
          profile.statusS ?? null,
          profile.opticalS ?? null,
          Number(profile.countsAllPackets ?? false),
        ],
      ],
    );
    await this.version.advance(tx);
  }

  /** New devices are UNKNOWN until they were asked. */
  async addDevices(tx: Transaction, devices: readonly NewDevice[]): Promise<void> {
    await tx.insertMany(
      'device',
      [
        'id',
        'code',
        'name',
        'vendor',
        'model',
        'address',
        'snmp_port',
        'credential_id',
        'poll_profile_id',
        'reachability',
        'fault',
        'failures',
        'last_seen_at',
        'region',
        'required_tag',
      ],
      ['id'],
      devices.map((device) => [
        device.id,
        device.code,
        device.name,
        device.vendor,
        device.model,
        device.address,
        device.snmpPort,
        device.credentialId,
        device.pollProfileId,
        'UNKNOWN',
        null,
        0,
        null,
        device.region ?? null,
        device.requiredTag ?? null,
      ]),
    );
    await this.version.advance(tx);
  }

  async addPorts(tx: Transaction, ports: readonly PortEntity[]): Promise<void> {
    await tx.insertMany(
      'port',
      ['id', 'device_id', 'if_name', 'if_alias', 'role'],
      ['id'],
      ports.map(({ id, deviceId, ifName, ifAlias, role }) => [id, deviceId, ifName, ifAlias, role]),
    );
    await this.version.advance(tx);
  }

  /** Gives devices other UDP ports at their old addresses. Moved in two steps, since the ranges may overlap. */
  async movePorts(
    tx: Transaction,
    moves: readonly { readonly id: string; readonly snmpPort: number }[],
  ): Promise<void> {
    if (moves.length === 0) return;
    for (const { id, snmpPort } of moves) {
      await tx.execute('UPDATE device SET snmp_port = ? WHERE id = ?', [-snmpPort, id]);
    }
    for (const { id, snmpPort } of moves) {
      await tx.execute('UPDATE device SET snmp_port = ? WHERE id = ?', [snmpPort, id]);
    }
    await this.version.advance(tx);
  }

  async setInterval(tx: Transaction, pollProfileId: string, intervalS: number): Promise<void> {
    await tx.execute('UPDATE poll_profile SET interval_s = ? WHERE id = ?', [intervalS, pollProfileId]);
    await this.version.advance(tx);
  }

  /** Says that what is polled changed by something else than a device: a circuit that ended or came back. */
  async polledChanged(tx: Transaction): Promise<void> {
    await this.version.advance(tx);
  }

  /** The highest number of a port, 0 in an empty house. */
  async lastPort(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ last: number | null }>('SELECT MAX(id) AS last FROM port');
    return row?.last ?? 0;
  }

  /** All devices, by code. One without a port is asked too: whether it answers, and what it is. */
  async findPolledDevices(): Promise<PolledDeviceRow[]> {
    return this.database.read<PolledDeviceRow>(
      `SELECT d.id AS id, d.address AS address, d.snmp_port AS snmpPort, d.credential_id AS credentialId,
         pp.interval_s AS intervalS, pp.timeout_ms AS timeoutMs, pp.retries AS retries, pp.backoff AS backoff,
         pp.max_repetitions AS maxRepetitions, pp.status_s AS statusS, pp.counts_all_packets AS countsAllPackets,
         d.region AS region, d.required_tag AS requiredTag
       FROM device d JOIN poll_profile pp ON pp.id = d.poll_profile_id
       ORDER BY d.code`,
    );
  }

  /** All ports but those that carried nothing but circuits that are terminated. */
  async findPolledPorts(): Promise<PolledPortRow[]> {
    return this.database.read<PolledPortRow>(
      `SELECT p.id AS portId, p.device_id AS deviceId, p.if_name AS ifName, p.if_alias AS ifAlias FROM port p
       WHERE EXISTS (SELECT 1 FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
           WHERE e.port_id = p.id AND c.state <> 'terminated')
         OR NOT EXISTS (SELECT 1 FROM circuit_end e WHERE e.port_id = p.id)
       ORDER BY p.id`,
    );
  }
}

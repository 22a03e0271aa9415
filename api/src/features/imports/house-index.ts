import { Injectable } from '@nestjs/common';
import type { ImportKind } from '@linewatch/shared';
import { Database, Transaction } from '../../database/database.js';

export interface KnownCustomer {
  readonly id: string;
  readonly timeZone: string;
}

export interface KnownOfCustomer {
  readonly id: string;
  readonly customerId: string;
}

export interface KnownCircuit extends KnownOfCustomer {
  /** Whether it stands in for another circuit. */
  readonly isBackup: boolean;
}

/** What is there already, by its lower-cased code: what a file may name, and what it must not make twice. */
export interface HouseIndex {
  /** Valid codes by domain. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly customers: ReadonlyMap<string, KnownCustomer>;
  /** By `customer id/code`. */
  readonly sites: ReadonlyMap<string, string>;
  readonly devices: ReadonlyMap<string, string>;
  /** `address|port`. */
  readonly addresses: ReadonlySet<string>;
  readonly credentials: ReadonlyMap<string, string>;
  readonly pollProfiles: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, KnownOfCustomer>;
  readonly circuits: ReadonlyMap<string, KnownCircuit>;
  /** By `device id/ifName`. */
  readonly ports: ReadonlyMap<string, KnownPort>;
}

export interface KnownPort {
  readonly id: number;
  /** Whether a circuit that is not terminated ends there. */
  readonly isTaken: boolean;
}

type Source = Database | Transaction;

/** Reads the index, committed rows or those of an open transaction; only what the kind needs. */
@Injectable()
export class HouseIndexReader {
  async read(source: Source, kind: ImportKind): Promise<HouseIndex> {
    const ofDevices = kind === 'devices' || kind === 'circuits';
    const ofCircuits = kind === 'circuits';
    return {
      codes: await this.codes(source),
      customers: kind === 'devices' ? new Map() : await this.customers(source),
      sites: kind === 'sites' || ofCircuits ? await this.sites(source) : new Map(),
      devices: ofDevices ? await this.ids(source, 'SELECT code AS name, id FROM device') : new Map(),
      addresses: kind === 'devices' ? await this.addresses(source) : new Set(),
      credentials: kind === 'devices' ? await this.ids(source, 'SELECT name, id FROM snmp_credential') : new Map(),
      pollProfiles: kind === 'devices' ? await this.ids(source, 'SELECT name, id FROM poll_profile') : new Map(),
      contracts: ofCircuits
        ? await this.owned(source, 'SELECT number AS name, id, customer_id AS customerId FROM contract')
        : new Map(),
      circuits: ofCircuits ? await this.circuits(source) : new Map(),
      ports: ofCircuits ? await this.ports(source) : new Map(),
    };
  }

  private async codes(source: Source): Promise<Map<string, Set<string>>> {
    const rows = await rowsOf<{ domain: string; code: string }>(
      source,
      'SELECT domain, code FROM code_value WHERE valid = 1',
    );
    const byDomain = new Map<string, Set<string>>();
    for (const { domain, code } of rows) {
      const known = byDomain.get(domain);
      if (known === undefined) byDomain.set(domain, new Set([code]));
      else known.add(code);
    }
    return byDomain;
  }

  private async customers(source: Source): Promise<Map<string, KnownCustomer>> {
    const rows = await rowsOf<KnownCustomer & { code: string }>(
      source,
      'SELECT code, id, time_zone AS timeZone FROM customer',
    );
    return new Map(rows.map(({ code, id, timeZone }) => [code.toLowerCase(), { id, timeZone }]));
  }

  private async sites(source: Source): Promise<Map<string, string>> {
    const rows = await rowsOf<KnownOfCustomer & { code: string }>(
      source,
      'SELECT code, id, customer_id AS customerId FROM site',
    );
    return new Map(rows.map(({ code, id, customerId }) => [`${customerId}/${code.toLowerCase()}`, id]));
  }

  private async ids(source: Source, sql: string): Promise<Map<string, string>> {
    const rows = await rowsOf<{ name: string; id: string }>(source, sql);
    return new Map(rows.map(({ name, id }) => [name.toLowerCase(), id]));
  }

  private async owned(source: Source, sql: string): Promise<Map<string, KnownOfCustomer>> {
    const rows = await rowsOf<KnownOfCustomer & { name: string }>(source, sql);
    return new Map(rows.map(({ name, id, customerId }) => [name.toLowerCase(), { id, customerId }]));
  }

  private async circuits(source: Source): Promise<Map<string, KnownCircuit>> {
    const rows = await rowsOf<KnownOfCustomer & { code: string; mainId: string | null }>(
      source,
      'SELECT code, id, customer_id AS customerId, backup_of AS mainId FROM circuit',
    );
    return new Map(
      rows.map(({ code, id, customerId, mainId }) => [
        code.toLowerCase(),
        { id, customerId, isBackup: mainId !== null },
      ]),
    );
  }

  private async addresses(source: Source): Promise<Set<string>> {
    const rows = await rowsOf<{ address: string; port: number }>(
      source,
      'SELECT address, snmp_port AS port FROM device',
    );
    return new Set(rows.map(({ address, port }) => `${address}|${String(port)}`));
  }

  private async ports(source: Source): Promise<Map<string, KnownPort>> {
    const rows = await rowsOf<{ id: number; deviceId: string; ifName: string; living: number | string }>(
      source,
      `SELECT p.id AS id, p.device_id AS deviceId, p.if_name AS ifName, COUNT(c.id) AS living
       FROM port p LEFT JOIN circuit_end e ON e.port_id = p.id
         LEFT JOIN circuit c ON c.id = e.circuit_id AND c.state <> 'terminated'
       GROUP BY p.id, p.device_id, p.if_name`,
    );
    return new Map(
      rows.map(({ id, deviceId, ifName, living }) => [`${deviceId}/${ifName}`, { id, isTaken: Number(living) > 0 }]),
    );
  }
}

function rowsOf<Row>(source: Source, sql: string): Promise<Row[]> {
  return source instanceof Transaction ? source.query<Row>(sql) : source.read<Row>(sql);
}

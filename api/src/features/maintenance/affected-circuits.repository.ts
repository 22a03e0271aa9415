import { Injectable } from '@nestjs/common';
import { MOST_CIRCUITS_OF_WORK, NOTICE_HOURS, type WorkTarget, type WorkTargetKind } from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { places } from './work.rows.js';

/** A circuit that a work touches, with what was agreed about it. */
export interface AffectedCircuit {
  readonly id: string;
  readonly code: string;
  readonly customerId: string;
  /** The circuit that it stands in for. */
  readonly backupOf: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Of its customer: code of domain `customerGrade`. */
  readonly grade: string;
  /** Of its contract, hours before the start. */
  readonly noticeHours: number;
  readonly emergencyExcluded: boolean;
}

interface Row extends Omit<AffectedCircuit, 'noticeHours' | 'emergencyExcluded'> {
  readonly noticeHours: number | null;
  readonly emergencyExcluded: number | boolean | null;
}

/** Which circuits a work at devices, ports and circuits touches: all that are not terminated, by either end. */
@Injectable()
export class AffectedCircuits {
  /** One more than a work may touch, at most; by code. */
  async of(source: RowSource, targets: readonly WorkTarget[]): Promise<AffectedCircuit[]> {
    const [devices, ports, circuits] = [idsOf(targets, 'device'), portIds(targets), idsOf(targets, 'circuit')];
    const hits: string[] = [];
    if (circuits.length > 0) hits.push(`c.id IN (${places(circuits)})`);
    if (ports.length > 0) {
      hits.push(`c.id IN (SELECT e.circuit_id FROM circuit_end e WHERE e.port_id IN (${places(ports)}))`);
    }
    if (devices.length > 0) {
      hits.push(`c.id IN (SELECT e.circuit_id FROM circuit_end e JOIN port p ON p.id = e.port_id
        WHERE p.device_id IN (${places(devices)}))`);
    }
    if (hits.length === 0) return [];
    const rows = await rowsOf<Row>(
      source,
      `SELECT c.id AS id, c.code AS code, c.customer_id AS customerId, c.backup_of AS backupOf, cu.name_zh AS nameZh,
         cu.name_en AS nameEn, cu.grade AS grade, co.maintenance_notice_hours AS noticeHours,
         co.emergency_excluded AS emergencyExcluded
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id LEFT JOIN contract co ON co.id = c.contract_id
       WHERE c.state <> 'terminated' AND (${hits.join(' OR ')})
       ORDER BY c.code, c.id LIMIT ${String(MOST_CIRCUITS_OF_WORK + 1)}`,
      [...circuits, ...ports, ...devices],
    );
    return rows.map((row) => ({
      ...row,
      noticeHours: row.noticeHours ?? NOTICE_HOURS,
      emergencyExcluded: Number(row.emergencyExcluded ?? 0) === 1,
    }));
  }

  /** Those of the targets that there are, with what staff call them. */
  async named(source: RowSource, targets: readonly WorkTarget[]): Promise<(WorkTarget & { readonly name: string })[]> {
    const [devices, ports, circuits] = [idsOf(targets, 'device'), portIds(targets), idsOf(targets, 'circuit')];
    const named = async (kind: WorkTargetKind, ids: readonly (string | number)[], sql: string) => {
      if (ids.length === 0) return [];
      const rows = await rowsOf<{ id: string | number; name: string; part: string | null }>(source, sql, ids);
      return rows.map(({ id, name, part }) => ({
        kind,
        id: String(id),
        name: part === null ? name : `${name} ${part}`,
      }));
    };
    return [
      ...(await named(
        'device',
        devices,
        `SELECT d.id AS id, d.code AS name, NULL AS part FROM device d WHERE d.id IN (${places(devices)})`,
      )),
      ...(await named(
        'port',
        ports,
        `SELECT p.id AS id, d.code AS name, p.if_name AS part FROM port p JOIN device d ON d.id = p.device_id
         WHERE p.id IN (${places(ports)})`,
      )),
      ...(await named(
        'circuit',
        circuits,
        `SELECT c.id AS id, c.code AS name, NULL AS part FROM circuit c WHERE c.id IN (${places(circuits)})`,
      )),
    ];
  }
}

function idsOf(targets: readonly WorkTarget[], kind: WorkTargetKind): string[] {
  return [...new Set(targets.filter((target) => target.kind === kind).map(({ id }) => id))];
}

/** Ports are called by numbers; what is none is no port, and 0 is none either. */
function portIds(targets: readonly WorkTarget[]): number[] {
  return idsOf(targets, 'port').map((id) => (/^\d{1,9}$/.test(id) ? Number(id) : 0));
}

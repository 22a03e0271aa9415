import { IF_COLUMNS, IF_NUMBER, IF_TABLE_LAST_CHANGE } from '../mibs/if-mib.js';
import { SNMP_ENGINE_BOOTS } from '../mibs/snmp-framework-mib.js';
import { SYS_UP_TIME } from '../mibs/snmpv2-mib.js';
import type { CellLayout, CellRows } from '../snmp/snmp-client.js';
import { CELL, CELLS } from './port-cells.js';

/** What tells that the table may have been numbered anew, in the order in which it is asked for after sysUpTime. */
export const MARKS = [SNMP_ENGINE_BOOTS, IF_NUMBER, IF_TABLE_LAST_CHANGE] as const;

/**
 * What every poll reads of a port. Alias and exact speed are not among them: they change with the cable or by hand, not
 * from minute to minute, and would take the place of two ports in each message. That ifHighSpeed is another one tells
 * within one poll that a port is not what was sold.
 */
const COLUMNS: CellLayout['columns'] = [
  { oid: IF_COLUMNS.ifName, kind: 'text', cell: NaN },
  { oid: IF_COLUMNS.ifHCInOctets, kind: 'counter64', cell: CELL.inOctets },
  { oid: IF_COLUMNS.ifHCOutOctets, kind: 'counter64', cell: CELL.outOctets },
  { oid: IF_COLUMNS.ifCounterDiscontinuityTime, kind: 'unsigned32', cell: CELL.discontinuity },
  { oid: IF_COLUMNS.ifOperStatus, kind: 'integer', cell: CELL.operStatus },
  { oid: IF_COLUMNS.ifAdminStatus, kind: 'integer', cell: CELL.adminStatus },
  { oid: IF_COLUMNS.ifLastChange, kind: 'unsigned32', cell: CELL.lastChange },
  { oid: IF_COLUMNS.ifHighSpeed, kind: 'unsigned32', cell: CELL.highSpeed },
  { oid: IF_COLUMNS.ifInErrors, kind: 'unsigned32', cell: CELL.inErrors + 1 },
  { oid: IF_COLUMNS.ifOutErrors, kind: 'unsigned32', cell: CELL.outErrors + 1 },
  { oid: IF_COLUMNS.ifInDiscards, kind: 'unsigned32', cell: CELL.inDiscards + 1 },
  { oid: IF_COLUMNS.ifOutDiscards, kind: 'unsigned32', cell: CELL.outDiscards + 1 },
  { oid: IF_COLUMNS.ifHCInUcastPkts, kind: 'counter64', cell: CELL.inPackets },
  { oid: IF_COLUMNS.ifHCOutUcastPkts, kind: 'counter64', cell: CELL.outPackets },
];
/** Agents without some of the marks are not asked for them. */
const layouts = new Map<string, CellLayout>();

/** @param marks those of `MARKS` that the agent has */
export function steadyLayout(marks: readonly string[]): CellLayout {
  const key = marks.join(' ');
  const known = layouts.get(key) ?? {
    scalars: [SYS_UP_TIME, ...marks],
    columns: COLUMNS,
    indexCell: CELL.ifIndex,
    cells: CELLS,
  };
  layouts.set(key, known);
  return known;
}

/** Rows of the steady layout, with room for so many. */
export function steadyRows(ports: number): CellRows {
  return {
    // The upper halves of 32-bit counters are never written.
    cells: new Float64Array(Math.max(1, ports) * CELLS),
    count: 0,
    scalars: new Float64Array(1 + MARKS.length),
    texts: [],
    textOctets: [],
    octets: 0,
  };
}

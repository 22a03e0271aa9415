import type { PolledPort } from '@linewatch/shared';
import { type RawInterface } from '../mibs/if-mib.js';
import { isException, text } from '../mibs/smi.js';
import type { RowRange, TableRow } from './table-range.js';

/** Which interface has which name, as the device told it last. Only a shortcut to the row: every poll checks the name. */
export interface InterfaceMap {
  readonly nameColumn: 'ifName' | 'ifDescr';
  /** All indexes of the device, ascending. */
  readonly indexes: readonly number[];
  readonly byName: ReadonlyMap<string, readonly MappedInterface[]>;
}

export interface MappedInterface {
  readonly ifIndex: number;
  readonly ifAlias: string;
  readonly hasWideCounters: boolean;
}

/** Rows that lie this close together are cheaper to read in one message than in two. */
const GAP_WORTH_READING = 1;

/**
 * @param rows of the whole table with the name column, ifAlias and ifHCInOctets
 * @throws SmiError when a name or alias is no string
 */
export function mapInterfaces(nameColumn: 'ifName' | 'ifDescr', rows: ReadonlyMap<number, TableRow>): InterfaceMap {
  const byName = new Map<string, MappedInterface[]>();
  const indexes = [...rows.keys()].sort((a, b) => a - b);
  for (const ifIndex of indexes) {
    const cells = rows.get(ifIndex)?.cells ?? {};
    const name = stringOf(cells, nameColumn);
    if (name === '') continue;
    const mapped = { ifIndex, ifAlias: stringOf(cells, 'ifAlias'), hasWideCounters: hasWideCounters(cells) };
    byName.set(name, [...(byName.get(name) ?? []), mapped]);
  }
  return { nameColumn, indexes, byName };
}

/**
 * The interface of a port: the one of its name. Where several share the name, the alias decides; a different alias is
 * another line's interface, an empty one says nothing.
 *
 * @returns null when there is none, or no telling which
 */
export function interfaceOf(map: InterfaceMap, { ifName, ifAlias }: PolledPort): MappedInterface | null {
  const named = (map.byName.get(ifName) ?? []).filter((candidate) => isAliasOf(candidate.ifAlias, ifAlias));
  if (named.length <= 1) return named[0] ?? null;
  const exact = named.filter((candidate) => candidate.ifAlias !== '' && candidate.ifAlias === ifAlias);
  return exact.length === 1 ? (exact[0] ?? null) : null;
}

/** Whether the alias on the device leaves it possible that this is the wanted interface. */
export function isAliasOf(onDevice: string, wanted: string | null): boolean {
  return onDevice === '' || wanted === null || wanted === '' || onDevice === wanted;
}

/**
 * The fewest ranges that cover these interfaces.
 *
 * @param wanted indexes, in any order
 */
export function rangesOf({ indexes }: InterfaceMap, wanted: ReadonlySet<number>): readonly RowRange[] {
  const ranges: { first: number; last: number; rows: number }[] = [];
  let skipped = 0;
  for (const index of indexes) {
    if (!wanted.has(index)) {
      skipped += 1;
      continue;
    }
    const open = ranges.at(-1);
    if (open && skipped <= GAP_WORTH_READING) {
      open.last = index;
      open.rows += skipped + 1;
    } else {
      ranges.push({ first: index, last: index, rows: 1 });
    }
    skipped = 0;
  }
  return ranges;
}

function stringOf(cells: RawInterface, column: 'ifName' | 'ifDescr' | 'ifAlias'): string {
  const cell = cells[column];
  return cell === undefined || isException(cell) ? '' : text(cell);
}

function hasWideCounters({ ifHCInOctets }: RawInterface): boolean {
  return ifHCInOctets !== undefined && !isException(ifHCInOctets);
}

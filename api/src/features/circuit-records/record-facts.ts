import { type CircuitForm, localDate } from '@linewatch/shared';
import type { CheckedEnd } from './circuit-form-check.js';
import type { StoredEnd, StoredRecord } from './circuit-record.repository.js';

/** Facts of a circuit by name, in words that a reader of the audit log knows. */
export type Facts = Readonly<Record<string, string | number | null>>;

/** What each end is called: its side, with a number where the side has several. By its id, or its place in a new circuit. */
export type Labels = ReadonlyMap<string, string>;

export function labelsOf(ends: readonly { readonly id: string | null; readonly side: 'A' | 'Z' }[]): Labels {
  const seqs = { A: 0, Z: 0 };
  return new Map(
    ends.map(({ id, side }, at) => {
      seqs[side] += 1;
      return [id ?? String(at), seqs[side] === 1 ? side : `${side}${String(seqs[side])}`];
    }),
  );
}

/** The facts of a circuit as they stand. */
export function factsOf(stored: StoredRecord, ends: readonly StoredEnd[]): Facts {
  const { code, name, contractNumber, product, topology, protection, networkGrade, backupOf } = stored;
  const activatedOn = stored.activatedAt === null ? null : localDate(Number(stored.activatedAt), stored.timeZone);
  const contractedBps = Number(stored.contractedBps);
  const labels = labelsOf(ends);
  const ofEnds = ends.map(({ id, siteCode, accessType, portType, deviceCode, ifName }) => {
    const port = deviceCode === null || ifName === null ? null : `${deviceCode} ${ifName}`;
    return endFacts(labels.get(id), { site: siteCode, accessType, portType, port });
  });
  const facts = { code, name, contractNumber, product, topology, protection, networkGrade, backupOf };
  return merged([{ ...facts, activatedOn, contractedBps }, ...ofEnds]);
}

/** The facts of a circuit as a form says them, by the same names. */
export function formFacts(form: CircuitForm, ends: readonly CheckedEnd[], labels: Labels): Facts {
  const { code, name, contractNumber, product, topology, protection, networkGrade, activatedOn, contractedBps } = form;
  const ofEnds = ends.map(({ form: { id, accessType, portType, port }, siteCode }, at) => {
    const words = port === null ? null : `${port.device} ${port.ifName}`;
    return endFacts(labels.get(id ?? String(at)), { site: siteCode, accessType, portType, port: words });
  });
  const facts = { code, name, contractNumber, product, topology, protection, networkGrade };
  const main = form.backupOf === undefined ? {} : { backupOf: form.backupOf };
  return merged([{ ...facts, ...main, activatedOn, contractedBps }, ...ofEnds]);
}

function endFacts(label: string | undefined, facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`${label ?? ''}.${name}`, value]));
}

function merged(parts: readonly Facts[]): Facts {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

/**
 * What a form changes.
 *
 * @returns undefined where everything it says is so already
 */
export function changesOf(before: Facts, after: Facts): { before: Facts; after: Facts } | undefined {
  const names = Object.keys(after).filter((name) => (before[name] ?? null) !== after[name]);
  if (names.length === 0) return undefined;
  const only = (facts: Facts): Facts => Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));
  return { before: only(before), after: only(after) };
}

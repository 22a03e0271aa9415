import type { InterfaceFacts } from './interface-facts.js';

export const INTERFACE_CHANGES = [
  'APPEARED',
  'GONE',
  'RENUMBERED',
  'ALIAS_CHANGED',
  'SPEED_CHANGED',
  'TYPE_CHANGED',
  'CARD_SWAPPED',
] as const;
export type InterfaceChange = (typeof INTERFACE_CHANGES)[number];

/** One thing that is no longer as it was. `before` and `after` are texts to be shown; null where there was nothing. */
export interface InterfaceDifference {
  readonly change: InterfaceChange;
  readonly ifName: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * How the interfaces of a device differ from those found before. An interface is the same when its name is: indexes
 * may be given anew at each start of the agent (RFC 2863 section 3.1.5). Of several without a name, or with one name,
 * the index decides.
 */
export function interfaceDifferences(
  before: readonly InterfaceFacts[],
  after: readonly InterfaceFacts[],
): InterfaceDifference[] {
  const [known, found] = [byIdentity(before), byIdentity(after)];
  const gone = [...known].flatMap(([identity, one]): InterfaceDifference[] =>
    found.has(identity)
      ? []
      : [{ change: 'GONE', ifName: one.ifName, before: `ifIndex ${String(one.ifIndex)}`, after: null }],
  );
  const others = [...found].flatMap(([identity, one]): InterfaceDifference[] => {
    const earlier = known.get(identity);
    if (earlier !== undefined) return changesOf(earlier, one);
    return [{ change: 'APPEARED', ifName: one.ifName, before: null, after: `ifIndex ${String(one.ifIndex)}` }];
  });
  return [...gone, ...others];
}

function changesOf(before: InterfaceFacts, after: InterfaceFacts): InterfaceDifference[] {
  const { ifName } = after;
  const compared: readonly (readonly [InterfaceChange, string | null, string | null])[] = [
    ['RENUMBERED', String(before.ifIndex), String(after.ifIndex)],
    ['ALIAS_CHANGED', before.ifAlias, after.ifAlias],
    ['SPEED_CHANGED', numberText(before.speedBps), numberText(after.speedBps)],
    ['TYPE_CHANGED', numberText(before.ifType), numberText(after.ifType)],
    ['CARD_SWAPPED', before.card, after.card],
  ];
  return compared.flatMap(([change, old, now]) => (old === now ? [] : [{ change, ifName, before: old, after: now }]));
}

function numberText(value: number | null): string | null {
  return value === null ? null : String(value);
}

function byIdentity(interfaces: readonly InterfaceFacts[]): Map<string, InterfaceFacts> {
  const names = new Map<string, number>();
  for (const { ifName } of interfaces) names.set(ifName, (names.get(ifName) ?? 0) + 1);
  return new Map(
    interfaces.map((one) => {
      const isUnique = one.ifName !== '' && names.get(one.ifName) === 1;
      return [isUnique ? `name ${one.ifName}` : `index ${String(one.ifIndex)}`, one];
    }),
  );
}

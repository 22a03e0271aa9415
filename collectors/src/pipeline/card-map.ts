import { CLASS_MODULE, ENT_ALIAS_MAPPING, ENT_PHYSICAL } from '../mibs/entity-mib.js';
import { IF_INDEX } from '../mibs/if-mib.js';
import { indexBelow } from '../mibs/oid.js';
import { integer, objectId, type RawValue, text } from '../mibs/smi.js';
import type { SnmpClient } from '../snmp/snmp-client.js';
import { walkColumn } from './column-walk.js';

/** Model and serial number of the card of each interface, by ifIndex. */
export type Cards = ReadonlyMap<number, string>;

/** Parts of one device: chassis, slots, cards, ports, sensors. */
const MOST_PARTS = 10_000;
/** A port in a module in a slot in a card in a slot in a chassis; no device is nested deeper than this. */
const DEEPEST = 16;

interface Part {
  readonly containedIn: number;
  readonly kind: number;
  readonly label: string;
}

/**
 * On which card each interface is, by ENTITY-MIB (RFC 6933). An agent without it has no cards.
 *
 * @throws SnmpFault as the walks do
 */
export async function readCards(agent: SnmpClient, maxRepetitions: number, signal: AbortSignal): Promise<Cards> {
  const limits = { most: MOST_PARTS, maxRepetitions };
  const aliases = (await walkColumn(agent, ENT_ALIAS_MAPPING, limits, signal)).instances;
  // Without the mapping no part can be said to carry an interface.
  if (aliases.length === 0) return new Map();
  const column = async <T>(oid: string, decode: (value: RawValue) => T): Promise<Map<number, T>> => {
    const { instances } = await walkColumn(agent, oid, limits, signal);
    return new Map(instances.map(({ index, value }) => [index[0] ?? 0, decode(value)]));
  };
  const containedIn = await column(ENT_PHYSICAL.containedIn, integer);
  const kinds = await column(ENT_PHYSICAL.class, integer);
  const models = await column(ENT_PHYSICAL.model, text);
  const serials = await column(ENT_PHYSICAL.serial, text);
  const partOf = (index: number): Part => ({
    containedIn: containedIn.get(index) ?? 0,
    kind: kinds.get(index) ?? 0,
    label: `${models.get(index) ?? ''} ${serials.get(index) ?? ''}`.trim(),
  });
  const cards = new Map<number, string>();
  for (const { index, value } of aliases) {
    const ifIndex = indexBelow(objectId(value), IF_INDEX);
    const [part] = index;
    if (ifIndex !== null && part !== undefined) cards.set(ifIndex, cardAround(part, partOf));
  }
  return cards;
}

/** The card that a part is on: the outermost module around it, and of none the part itself. */
function cardAround(index: number, partOf: (index: number) => Part): string {
  let label = partOf(index).label;
  let at = index;
  for (let depth = 0; depth < DEEPEST && at !== 0; depth += 1) {
    const part = partOf(at);
    if (part.kind === CLASS_MODULE && part.label !== '') label = part.label;
    at = part.containedIn;
  }
  return label;
}

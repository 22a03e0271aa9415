import type { Arcs } from './ber-tags.js';
import { type BerWriter, encodeObjectIdentifier } from './ber-writer.js';

/** One value that can be asked for. */
export interface MibInstance {
  readonly arcs: Arcs;
  /** The name as it goes on the wire, encoded once. */
  readonly encodedOid: Buffer;
  /** How many of the arcs name the object; the others are its index. */
  readonly objectLength: number;
  /** Writes the value as it is now. */
  readonly appendValue: (writer: BerWriter) => void;
}

/**
 * @param object arcs of the object, as `1.3.6.1.2.1.1.3`
 * @param index arcs of the instance; 0 for a scalar
 */
export function mibInstance(
  object: string,
  index: number | readonly number[],
  appendValue: (writer: BerWriter) => void,
): MibInstance {
  const objectArcs = object.split('.').map(Number);
  const arcs = [...objectArcs, ...[index].flat()];
  return { arcs, encodedOid: encodeObjectIdentifier(arcs), objectLength: objectArcs.length, appendValue };
}

/** Everything one agent knows, in the order in which GETNEXT walks it (RFC 3416 section 4.2.2). */
export class MibView {
  private readonly instances: readonly MibInstance[];

  constructor(instances: readonly MibInstance[]) {
    this.instances = [...instances].sort((left, right) => compareArcs(left.arcs, right.arcs));
  }

  /** The instance at a place in the order, or `undefined` behind the end. */
  at(position: number): MibInstance | undefined {
    return this.instances[position];
  }

  find(arcs: Arcs): MibInstance | undefined {
    const candidate = this.instances[this.firstNotBefore(arcs)];
    return candidate !== undefined && compareArcs(candidate.arcs, arcs) === 0 ? candidate : undefined;
  }

  /** Place of the first instance behind a name, which need not exist itself. */
  positionAfter(arcs: Arcs): number {
    const position = this.firstNotBefore(arcs);
    const candidate = this.instances[position];
    return candidate !== undefined && compareArcs(candidate.arcs, arcs) === 0 ? position + 1 : position;
  }

  /** Whether the name lies under an object that has instances: noSuchInstance then, else noSuchObject. */
  knowsObjectOf(arcs: Arcs): boolean {
    const position = this.firstNotBefore(arcs);
    return isUnderObject(arcs, this.instances[position]) || isUnderObject(arcs, this.instances[position - 1]);
  }

  private firstNotBefore(arcs: Arcs): number {
    let low = 0;
    let high = this.instances.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const instance = this.instances[middle];
      if (instance !== undefined && compareArcs(instance.arcs, arcs) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Lexicographic order of object identifiers: negative, 0 or positive as `left` is before, equal or after. */
export function compareArcs(left: Arcs, right: Arcs): number {
  const shared = Math.min(left.length, right.length);
  for (let place = 0; place < shared; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isUnderObject(arcs: Arcs, instance: MibInstance | undefined): boolean {
  if (instance === undefined || arcs.length < instance.objectLength) return false;
  for (let place = 0; place < instance.objectLength; place += 1) {
    if (arcs[place] !== instance.arcs[place]) return false;
  }
  return true;
}

import type { Row } from './access-rows.js';
import { type IdentityName, identityOf } from './marked-people.js';
import { CIRCUITS, type MarkedWorld } from './marked-world.js';

/** What `:id` of a route could be the id of. */
export interface Target {
  readonly id: string;
  /** Within reach of the one who asks. */
  readonly isMine: boolean;
}

/** What a route answers somebody for what is in their reach. */
export function statusFor(name: IdentityName, { answers, exceptions, isForWholeHouse }: Row): number {
  const { kind, role, flaw, of } = identityOf(name);
  if (isForWholeHouse === true && kind === 'operations' && of !== undefined) return 404;
  return (role === undefined || flaw !== undefined ? undefined : exceptions?.[role]) ?? answers[kind];
}

/** All things of the world that a route could be asked for. */
export function targetsFor(world: MarkedWorld, name: IdentityName, { of, isForWholeCustomers }: Row): Target[] {
  const { knows, of: place } = identityOf(name);
  if (of === 'work') {
    return ['A.trunk', 'B.haul'].map((thing) => ({ id: world.id(`${thing}.work`), isMine: knows.includes(thing) }));
  }
  const isOfBranch = place?.endsWith('.branch') === true;
  return (of === 'customer' ? ['A', 'B'] : CIRCUITS).map((thing) => ({
    id: world.id(thing),
    isMine: knows.includes(thing) && !(isForWholeCustomers === true && isOfBranch),
  }));
}

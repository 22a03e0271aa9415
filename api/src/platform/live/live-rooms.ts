import type { Scope } from '../auth/scope.js';
import { STAFF_FEED } from '../outbox/outbox.js';

/** Sockets that get every change. */
export const ALL_ROOM = 'all';

/** Sockets of staff who see all devices. */
export const STAFF_ROOM = 'staff';

/** Sockets that get every change of a customer. */
export const customerRoom = (customerId: string): string => `customer:${customerId}`;

/** Sockets that get of a customer's changes only those at their sites. */
export const sitesRoom = (customerId: string): string => `sites:${customerId}`;

/** The rooms of a scope. Nothing but the scope decides; no message joins a room. */
export function roomsOf(scope: Scope): string[] {
  switch (scope.kind) {
    case 'all':
      return [ALL_ROOM];
    case 'customers':
      return scope.customerIds.map(customerRoom);
    case 'customer':
      return [customerRoom(scope.customerId)];
    case 'sites':
      return [sitesRoom(scope.customerId)];
  }
}

/** How far the feeds of a scope have come; a feed that never had a change stands at 0. */
export function headsOf(scope: Scope, heads: ReadonlyMap<string, number>): Record<string, number> {
  switch (scope.kind) {
    case 'all':
      // Of the staff's feed nothing is asked again: what it says is only that something has changed.
      return Object.fromEntries([...heads].filter(([feed]) => feed !== STAFF_FEED));
    case 'customers':
      return Object.fromEntries(scope.customerIds.map((id) => [id, heads.get(id) ?? 0]));
    case 'customer':
    case 'sites':
      return { [scope.customerId]: heads.get(scope.customerId) ?? 0 };
  }
}

import { DomainError } from '@linewatch/shared';
import type { Scope } from './scope.js';

/**
 * A device carries lines of many customers, so only those who see them all may set it up.
 *
 * @throws DomainError `session.forbidden`
 */
export function expectWholeHouse(scope: Scope): void {
  if (scope.kind === 'all') return;
  throw new DomainError('session.forbidden', 'Only staff for all customers may do this');
}

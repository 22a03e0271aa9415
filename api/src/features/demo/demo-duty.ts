import type { DutyList, WorkGroup } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { idOf } from './demo-ids.js';

/**
 * Whom the house calls when a ticket is escalated: the NOC's operator, then the admin, who stands in for the director too.
 *
 * @param people ids by e-mail
 */
export function demoDuty(
  { users }: DemoNetwork,
  people: ReadonlyMap<string, string>,
): { readonly group: WorkGroup; readonly list: DutyList } {
  const ofRole = (role: string): string[] =>
    users.filter((user) => user.role === role).map(({ email }) => idOf(people, email));
  const [operators, admins] = [ofRole('NOC_OPERATOR'), ofRole('PLATFORM_ADMIN')];
  const levels = [operators, admins, admins].map((personIds) => ({ personIds, ways: ['mail' as const] }));
  return { group: 'NOC_DUTY', list: { levels, version: null } };
}

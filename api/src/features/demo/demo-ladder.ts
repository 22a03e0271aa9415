import type { NoticeLadder } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { type DemoIds, idOf } from './demo-ids.js';

/**
 * Whom the first customer wants to be told next of a fault that nobody acknowledges: its viewer, then its admin.
 *
 * @param people ids by e-mail
 */
export function demoLadder(
  { customers, users }: DemoNetwork,
  ids: DemoIds,
  people: ReadonlyMap<string, string>,
): { readonly customerId: string; readonly ladder: NoticeLadder } {
  const [bank] = customers;
  const own = (role: string): string =>
    users.find((user) => user.role === role && user.customers.includes(bank?.code ?? ''))?.email ?? '';
  const ladder: NoticeLadder = {
    ...{ isOn: true, leastSeverity: 'major', hours: { from: '07:00', to: '23:00' }, timeZone: 'Asia/Shanghai' },
    steps: [
      { afterMinutes: 15, personIds: [idOf(people, own('CUSTOMER_VIEWER'))], ways: ['mail'] },
      { afterMinutes: 30, personIds: [idOf(people, own('CUSTOMER_ADMIN'))], ways: ['mail'] },
    ],
    version: null,
  };
  return { customerId: idOf(ids.customers, bank?.code ?? ''), ladder };
}

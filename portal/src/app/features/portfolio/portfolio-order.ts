import type { PortfolioCustomer } from '@linewatch/shared';

/** In which order a portfolio is read; NEED is that of the answer. */
export const PORTFOLIO_ORDERS = ['NEED', 'MINUTES', 'TICKETS', 'SATISFACTION', 'CONTRACT', 'NAME'] as const;
export type PortfolioOrder = (typeof PORTFOLIO_ORDERS)[number];

/** What decides of a customer, the smaller the earlier; who has no such figure comes last. */
const DECIDING: Readonly<Record<Exclude<PortfolioOrder, 'NEED' | 'NAME'>, (customer: PortfolioCustomer) => number>> = {
  MINUTES: ({ tightest }) => tightest?.leftS ?? Infinity,
  TICKETS: ({ openTickets, breachedTickets }) => -breachedTickets * 1_000_000 - openTickets,
  SATISFACTION: ({ satisfaction: { mean } }) => mean ?? Infinity,
  CONTRACT: ({ contracts }) => contracts[0]?.days ?? Infinity,
};

/**
 * Customers in an order; those that it does not part stay as they came, which is by need.
 *
 * @param nameOf what a customer is called in the language of the page
 */
export function inOrder(
  customers: readonly PortfolioCustomer[],
  order: PortfolioOrder,
  nameOf: (customer: PortfolioCustomer) => string,
  language: string,
): readonly PortfolioCustomer[] {
  if (order === 'NEED') return customers;
  if (order === 'NAME') return customers.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), language));
  const deciding = DECIDING[order];
  return customers.toSorted((one, other) => {
    const [first, second] = [deciding(one), deciding(other)];
    return first === second ? 0 : first - second;
  });
}

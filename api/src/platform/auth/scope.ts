declare const MADE_BY_THE_GUARD: unique symbol;

type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'customers'; readonly customerIds: readonly string[] }
  | { readonly kind: 'customer'; readonly customerId: string }
  | { readonly kind: 'sites'; readonly customerId: string; readonly siteIds: readonly string[] };

/**
 * Whose data the caller may touch: all customers (NOC, platform admin), the customers of an account manager,
 * one customer, or some sites of one customer. First argument of every method that touches customer data.
 * The brand cannot be written by hand: only `ScopeMaker` and the specs' builder make one.
 */
export type Scope = Reach & { readonly [MADE_BY_THE_GUARD]: true };

/** The only place where a reach becomes a scope. Called by the guard with grants read from the database. */
export function makeScope(reach: Reach): Scope {
  return reach as Scope;
}

import type { Permission, Role } from '@linewatch/shared';
import type { Kind } from './marked-people.js';
import type { MarkedWorld } from './marked-world.js';

/** What a route answers to whom. */
export interface Row {
  readonly policy: Permission | 'open';
  readonly answers: Readonly<Record<Kind, number>>;
  /** Where people of one kind are answered differently: by their role. */
  readonly exceptions?: Readonly<Partial<Record<Role, number>>>;
  /** Query that the route needs to answer at all, and that asks for as much as it can. */
  readonly query?: (world: MarkedWorld) => string;
  readonly body?: () => object;
  /** Its query takes the id of a circuit to filter by: naming a foreign one leaves nothing, and is no other answer to fear. */
  readonly isNarrowedById?: true;
  /** What `:id` is the id of; of a circuit unless it says so. */
  readonly of?: 'customer' | 'work';
  /** Nothing of it is in reach of somebody of a branch. */
  readonly isForWholeCustomers?: true;
  /** Not there for staff who see some customers only. */
  readonly isForWholeHouse?: true;
}

export const people = (status: number, operations = status): Row['answers'] => ({
  stranger: 401,
  collector: 403,
  customer: status,
  operations,
});
/** For those alone who run the people of a customer, or of the house. */
export const run = (status: number): Required<Pick<Row, 'answers' | 'exceptions'>> => ({
  answers: people(403),
  exceptions: { CUSTOMER_ADMIN: status, PLATFORM_ADMIN: status },
});
export const machines = (status: number): Row['answers'] => ({
  stranger: 401,
  collector: status,
  customer: 403,
  operations: 403,
});
/** For the roles that are named, and for no other person. */
export const onlyFor = (status: number, ...roles: readonly Role[]): Pick<Row, 'answers' | 'exceptions'> => ({
  answers: people(403),
  exceptions: Object.fromEntries(roles.map((role) => [role, status])),
});
export const everybody = (status: number): Row['answers'] => ({
  stranger: status,
  collector: status,
  customer: status,
  operations: status,
});

export const MASTERS: readonly Role[] = ['PLATFORM_ADMIN'];
export const OF_CONTACTS: readonly Role[] = ['CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
export const OF_REPORTS: readonly Role[] = ['CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
export const OF_BLACKOUTS: readonly Role[] = ['CUSTOMER_ADMIN', 'PLATFORM_ADMIN'];
export const FILERS: readonly Role[] = [
  ...(['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] as const),
];
export const OPERATORS: readonly Role[] = ['NOC_OPERATOR', 'PLATFORM_ADMIN'];
export const OF_PORTFOLIOS: readonly Role[] = ['ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
export const OF_DOCUMENTS: readonly Role[] = ['ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];

/** Routes that write for some roles, asked with nothing in them. */
export const written = (policy: Permission, paths: readonly string[], roles: readonly Role[]): Record<string, Row> =>
  Object.fromEntries(
    paths.map((path) => [`POST /api/v1/${path}`, { policy, ...onlyFor(400, ...roles), body: () => ({}) }]),
  );

/** A range that the readings of the world lie in. */
export const RANGE = 'from=1795248000000&to=1795251600000';

import { CIRCUIT_SORTS, type CircuitSort, OPERATING_STATUSES, type OperatingStatus } from '@linewatch/shared';
import type { TableSort } from '../../../ui/table/table';

/** What the list is narrowed to and ordered by; all of it stands in the address bar. */
export interface CircuitFilter {
  readonly q: string;
  readonly status: OperatingStatus | undefined;
  readonly product: string | undefined;
  readonly siteId: string | undefined;
  readonly sort: CircuitSort;
  readonly order: 'asc' | 'desc';
}

/** Query parameters as the address bar gives them. */
export type AddressParams = Readonly<Record<string, string | undefined>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the address bar. What makes no sense there counts as not said. */
export function readFilter(params: AddressParams): CircuitFilter {
  const { q, status, product, site, sort, order } = params;
  return {
    q: (q ?? '').trim().slice(0, 80),
    status: OPERATING_STATUSES.find((known) => known === status),
    product: product === undefined || product === '' ? undefined : product.slice(0, 32),
    siteId: site !== undefined && UUID.test(site) ? site : undefined,
    sort: CIRCUIT_SORTS.find((known) => known === sort) ?? 'worst',
    order: order === 'desc' ? 'desc' : 'asc',
  };
}

/** The address of a filter; `null` removes a parameter that would only repeat the default. */
export function filterParams(filter: CircuitFilter): Record<string, string | null> {
  return {
    q: filter.q === '' ? null : filter.q,
    status: filter.status ?? null,
    product: filter.product ?? null,
    site: filter.siteId ?? null,
    sort: filter.sort === 'worst' ? null : filter.sort,
    order: filter.order === 'asc' ? null : filter.order,
  };
}

/** Whether anything is left out of the list by this filter. */
export function isNarrowed(filter: CircuitFilter): boolean {
  return filter.q !== '' || filter.status !== undefined || filter.product !== undefined || filter.siteId !== undefined;
}

/** The filter's order after a press on a header. */
export function sortedBy(filter: CircuitFilter, { key, order }: TableSort): CircuitFilter {
  return { ...filter, sort: CIRCUIT_SORTS.find((known) => known === key) ?? 'worst', order };
}

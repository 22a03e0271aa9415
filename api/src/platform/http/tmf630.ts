import type { Response } from 'express';

/** Where a page of a list that is counted through lies, and what of all it holds. */
export interface CountedPage {
  readonly offset: number;
  readonly limit: number;
  /** How many resources the page has. */
  readonly count: number;
  /** How many there are behind the filters. */
  readonly total: number;
}

/**
 * What was asked for by `fields`, with what every resource has; all of it where nothing was.
 *
 * @see TMF630 (REST API Design Guidelines) part 1, attribute selection
 */
export function selectedFields<Resource extends { readonly id: string; readonly href: string }>(
  resource: Resource,
  fields: string | undefined,
): Pick<Resource, 'id' | 'href'> & Partial<Resource> {
  if (fields === undefined) return resource;
  const wanted = new Set(['id', 'href', ...fields.split(',')]);
  const { id, href } = resource;
  const chosen = Object.entries(resource).filter(([name]) => wanted.has(name));
  return { ...(Object.fromEntries(chosen) as Partial<Resource>), id, href };
}

/**
 * Says how many there are, and where the pages before and after this one are.
 *
 * @param query the other parameters of the request
 * @see TMF630 part 1, pagination; RFC 8288 (Link)
 */
export function sayCountedPage(
  response: Response,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  { offset, limit, count, total }: CountedPage,
): void {
  response.setHeader('X-Total-Count', String(total)).setHeader('X-Result-Count', String(count));
  const at = (from: number): string => pageAt(path, { ...query, offset: String(from), limit: String(limit) });
  const links = [
    ...(offset > 0 ? [`${at(0)}; rel="first"`, `${at(Math.max(0, offset - limit))}; rel="prev"`] : []),
    ...(offset + count < total && count > 0 ? [`${at(offset + limit)}; rel="next"`] : []),
  ];
  if (links.length > 0) response.setHeader('Link', links.join(', '));
}

/** Says where the next page of a list is whose pages follow on their last resource. */
export function sayNextPage(
  response: Response,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  { count, total }: Pick<CountedPage, 'count' | 'total'>,
): void {
  response.setHeader('X-Total-Count', String(total)).setHeader('X-Result-Count', String(count));
  if (query['cursor'] !== undefined) response.setHeader('Link', `${pageAt(path, query)}; rel="next"`);
}

function pageAt(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
  return `<${path}?${asked.toString()}>`;
}

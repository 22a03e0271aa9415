import { randomUUID } from 'node:crypto';
import { addressOf, type DescribedRoute, kindOf } from './described-routes.js';
import type { Findings } from './findings.js';
import type { Answer, Visitor } from './visitor.js';
import type { World } from './world.js';

/** Somebody who asks, and the world that is not theirs. */
export interface Rivalry {
  readonly visitor: Visitor;
  readonly own: World;
  readonly foreign: World;
  readonly findings: Findings;
}

/** Foreign things of a kind that each route is asked for. */
const TRIED_A_KIND = 3;
const FIRST_OK = 200;
const FIRST_REDIRECT = 300;

/** Ways to write an id that must not make it another one. */
const DISGUISES: readonly ((id: string) => string)[] = [
  (id) => id.toUpperCase(),
  (id) => `${id}%20`,
  (id) => `%20${id}`,
  (id) => `{${id}}`,
  (id) => `${id}%00`,
  (id) => `./${id}`,
];

/** Asks every route for the other's things. They have to be as unknown as what is nowhere. */
export async function askForForeignThings(rivalry: Rivalry, routes: readonly DescribedRoute[]): Promise<void> {
  const { visitor, own, foreign, findings } = rivalry;
  const markers = foreign.markers(own);
  for (const route of routes.filter(({ parts }) => parts.length > 0)) {
    const nothing = randomUUID();
    const expected = await ask(visitor, route, nothing);
    for (const id of foreignIds(route, rivalry)) {
      const name = `${visitor.name}: ${route.method} ${route.path}`;
      const answer = await ask(visitor, route, id);
      findings.check(
        told(answer, id) === told(expected, nothing),
        `${name} answers ${String(answer.status)} for a foreign id and ${String(expected.status)} for one of nothing`,
      );
      findings.checkSilent(name, answer.text, markers, [id]);
      if (route.method === 'GET') await askInDisguise(rivalry, route, { id, markers });
    }
  }
}

async function askInDisguise(
  { visitor, findings }: Rivalry,
  route: DescribedRoute,
  { id, markers }: { readonly id: string; readonly markers: readonly string[] },
): Promise<void> {
  for (const disguise of DISGUISES) {
    const answer = await ask(visitor, route, disguise(id));
    const name = `${visitor.name}: GET ${route.path} for ${disguise('ID')}`;
    findings.check(!isTaken(answer), `${name} answers ${String(answer.status)}`);
    findings.checkSilent(name, answer.text, markers, [id]);
  }
}

/** Reads every list with the other's names, ids and cursors in its filters. */
export async function searchForForeignThings(rivalry: Rivalry, routes: readonly DescribedRoute[]): Promise<void> {
  const { visitor, own, foreign, findings } = rivalry;
  const markers = foreign.markers(own);
  const lists = routes.filter(({ method, parts, isOpen }) => method === 'GET' && parts.length === 0 && !isOpen);
  for (const route of lists) {
    for (const asked of filtersOf(route, foreign)) {
      const answer = await visitor.send('GET', addressOf(route, '', asked));
      const filters = Object.keys(asked).join(', ');
      const name = `${visitor.name}: GET ${route.path} with ${filters}`;
      findings.checkSilent(name, answer.text, markers, Object.values(asked));
    }
  }
}

/** What is there without any asking: all that somebody was told of their own. */
export function checkOwnAnswers({ visitor, own, foreign, findings }: Rivalry): void {
  const markers = foreign.markers(own);
  for (const [address, text] of own.answers) {
    if (/\/view-as\/|\/works|\/codes/.test(address)) continue;
    findings.checkSilent(`${visitor.name}: GET ${address}`, text, markers);
  }
}

/** Who shows nothing is told nothing, whatever is asked for. */
export async function askAsNobody(rivalry: Rivalry, routes: readonly DescribedRoute[]): Promise<void> {
  const { visitor, foreign, findings } = rivalry;
  const markers = [...foreign.ids, ...foreign.names.keys()];
  for (const route of routes.filter(({ isOpen }) => !isOpen)) {
    const [id = randomUUID()] = foreignIds(route, rivalry);
    const answer = await ask(visitor, route, id);
    const name = `${visitor.name}: ${route.method} ${route.path}`;
    findings.check(answer.status === 401, `${name} answers ${String(answer.status)}`);
    findings.checkSilent(name, answer.text, markers, [id]);
  }
}

/** Ids that the other was told. One that both were told is no excuse: it may be the leak itself. */
function foreignIds(route: DescribedRoute, { foreign }: Rivalry): string[] {
  const known = foreign.byKind.get(kindOf(route));
  // Where nothing of the kind is known, any of the other's ids will do: it is no business of the asking one's either.
  return [...(known ?? foreign.ids)].slice(0, TRIED_A_KIND);
}

async function ask(visitor: Visitor, route: DescribedRoute, id: string): Promise<Answer> {
  return visitor.send(route.method, addressOf(route, id), route.method === 'GET' ? undefined : {});
}

function isTaken({ status }: Answer): boolean {
  return status >= FIRST_OK && status < FIRST_REDIRECT;
}

/** An answer without what is different in each: the id that was asked for, and the request's own name. */
function told({ status, text }: Answer, id: string): string {
  const plain = text.replaceAll(id, 'ID').replaceAll(/"(requestId|instance|traceId)":"[^"]*"/g, '');
  return `${String(status)} ${plain}`;
}

/** Filters that hold a word of the other world, one at a time; and the place where the other's list goes on. */
function filtersOf({ path, query }: DescribedRoute, foreign: World): Record<string, string>[] {
  const [id = ''] = foreign.ids;
  const words = [id, ...[...foreign.names.keys()].slice(0, 2)];
  const filters = query
    .filter(({ name, schema }) => schema?.type === 'string' && !['cursor', 'from', 'to', 'month'].includes(name))
    .flatMap(({ name, schema }) =>
      (schema?.format === 'uuid' ? [...foreign.ids].slice(0, TRIED_A_KIND) : words).map((word) => ({ [name]: word })),
    );
  const cursor = foreign.cursors.get(path);
  return cursor === undefined ? filters : [...filters, { cursor }];
}

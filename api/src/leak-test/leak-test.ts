import { MadeApiToken, type SessionView } from '@linewatch/shared';
import { routesOf } from './described-routes.js';
import { Findings } from './findings.js';
import { askAsNobody, askForForeignThings, checkOwnAnswers, type Rivalry, searchForForeignThings } from './probes.js';
import { listenForForeignThings } from './sockets.js';
import { type Credentials, Visitor } from './visitor.js';
import { explore } from './world.js';

/** Where the house is and who looks at it. */
export interface LeakTestOptions {
  readonly origin: string;
  /** Users of two different customers. */
  readonly rivals: readonly [Credentials, Credentials];
  /** How long each listens on the live socket. */
  readonly listenS: number;
  readonly say: (line: string) => void;
}

/**
 * Looks at a running house as the users of two customers, and at each route, list, search and live frame for anything
 * of the other. Writes nothing but sign-ins and, where the users may, a token each, which is revoked at the end;
 * writing routes are asked with an empty body for things of the other, which a sound house refuses.
 *
 * @throws Error when the house is not there or does not let the two in, or both are of one customer
 */
export async function leakTest({ origin, rivals, listenS, say }: LeakTestOptions): Promise<Findings> {
  const findings = new Findings();
  const visitors = await Promise.all(rivals.map((rival) => Visitor.signedIn(origin, rival.email, rival)));
  const [a, b] = visitors;
  if (a === undefined || b === undefined) throw new Error('two people are needed');
  const sessions = [await a.session(), await b.session()];
  refuseSameCustomer(sessions);
  const routes = routesOf((await a.send('GET', '/api/openapi.json')).json);
  say(`routes: ${String(routes.length)}`);
  const [ownA, ownB] = [await explore(a, routes), await explore(b, routes)];
  const pairs: Rivalry[] = [
    { visitor: a, own: ownA, foreign: ownB, findings },
    { visitor: b, own: ownB, foreign: ownA, findings },
  ];
  for (const rivalry of pairs) {
    const markers = rivalry.foreign.markers(rivalry.own).length;
    findings.check(markers > 0, `${rivalry.visitor.name}: the other has nothing to be known by`);
    say(`${rivalry.visitor.name}: ${String(rivalry.own.answers.size)} own answers, ${String(markers)} foreign words`);
    checkOwnAnswers(rivalry);
    // What changes nothing comes last, so that a hole in a writing route does not hide one in a reading one.
    await searchForForeignThings(rivalry, routes);
    await askForForeignThings(rivalry, routes);
    await askWithToken(rivalry, routes, say);
  }
  const nobody: Rivalry = { visitor: Visitor.withToken(origin, 'nobody', ''), own: ownA, foreign: ownB, findings };
  await askAsNobody(nobody, routes);
  const frames = await Promise.all(pairs.map((rivalry) => listenForForeignThings(rivalry, listenS)));
  say(`live frames: ${frames.map(String).join(' and ')}`);
  say(`requests: ${String(a.requests + b.requests + nobody.visitor.requests)}`);
  for (const problem of findings.problems) say(`FAILED  ${problem}`);
  return findings;
}

function refuseSameCustomer(sessions: readonly SessionView[]): void {
  const [one, other] = sessions.map(({ customers }) => new Set(customers.map(({ id }) => id)));
  if (one === undefined || other === undefined || one.size === 0 || other.size === 0) {
    throw new Error('Both have to be users of a customer: staff see more than one.');
  }
  if ([...one].some((id) => other.has(id))) throw new Error('Both are users of one customer; two are needed.');
}

const TOKEN_PATH = '/api/v1/tokens';

/** The same questions by a token of the same person, where they may make one. */
async function askWithToken(
  rivalry: Rivalry,
  routes: Parameters<typeof askForForeignThings>[1],
  say: LeakTestOptions['say'],
): Promise<void> {
  const { visitor } = rivalry;
  const wish = { name: 'leak test', role: 'CUSTOMER_ADMIN', days: 1 };
  const made = MadeApiToken.safeParse((await visitor.send('POST', TOKEN_PATH, wish)).json);
  if (!made.success) {
    say(`${visitor.name}: may make no token of the API`);
    return;
  }
  const forTokens = routes.filter((route) => route.isForTokens);
  const bearer = Visitor.withToken(visitor.origin, `${visitor.name}'s token`, made.data.token);
  try {
    await searchForForeignThings({ ...rivalry, visitor: bearer }, forTokens);
    await askForForeignThings({ ...rivalry, visitor: bearer }, forTokens);
  } finally {
    await visitor.send('DELETE', `${TOKEN_PATH}/${made.data.view.id}`);
  }
}

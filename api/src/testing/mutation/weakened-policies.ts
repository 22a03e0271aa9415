import { isAllowed, type Permission, ROLES } from '@linewatch/shared';
import { POLICY } from '../../platform/auth/policy.js';
import { MATRIX } from '../access-matrix.js';
import { statusFor, targetsFor } from '../access-questions.js';
import type { Row } from '../access-rows.js';
import type { MarkedHouse } from '../marked-house.js';
import { IDENTITY_NAMES, type IdentityName } from '../marked-people.js';
import { RawClient } from '../raw-request.js';
import { declaredHandlers } from '../route-list.js';

/** A handler that asked for less than its row says, and who was answered otherwise for it. */
export interface WeakenedPolicy {
  /** `METHOD /path: what it asks for -> what it asked for meanwhile` */
  readonly name: string;
  /** Undefined when nobody was: then the rows would not tell if it were lost. */
  readonly noticedBy: IdentityName | undefined;
}

/** What every person may, and what nobody needs to be signed in for. */
const WEAKER: readonly (Permission | 'open')[] = ['session:own', 'open'];
/** Those first who have the least. */
const ASKED: readonly IdentityName[] = ['viewer of A', ...IDENTITY_NAMES.filter((name) => name !== 'viewer of A')];

/**
 * Makes each handler of a running house ask for less, one at a time, and asks its row of the access matrix as everybody
 * until somebody gets another answer than the row has.
 *
 * @param isChosen by the name
 */
export async function* weakenPolicies(
  house: MarkedHouse,
  isChosen: (name: string) => boolean = () => true,
): AsyncGenerator<WeakenedPolicy> {
  const client = new RawClient(house.api.url);
  try {
    for (const [route, handler] of declaredHandlers(house.api.app)) {
      const row = MATRIX[route];
      const policy = Reflect.getMetadata(POLICY, handler) as Permission | 'open';
      if (row === undefined) throw new Error(`${route} has no row`);
      for (const weaker of WEAKER.filter((each) => isWeaker(each, policy))) {
        const name = `${route}: ${policy} -> ${weaker}`;
        if (!isChosen(name)) continue;
        const asked = new AskedRoute(house, client, route, row);
        Reflect.defineMetadata(POLICY, weaker, handler);
        const noticedBy = await asked.noticedBy();
        Reflect.defineMetadata(POLICY, policy, handler);
        // Who is answered otherwise in any case has not noticed anything.
        if (noticedBy !== undefined && !(await asked.answersAsTheRow(noticedBy)))
          throw new Error(`${name}: ${noticedBy}`);
        yield { name, noticedBy };
      }
    }
  } finally {
    client.close();
  }
}

/** What every role of people is allowed lets nobody in who was not in before. */
function isWeaker(weaker: Permission | 'open', policy: Permission | 'open'): boolean {
  if (policy === 'open') return false;
  return weaker === 'open' || ROLES.some((role) => isAllowed(role, weaker) && !isAllowed(role, policy));
}

/** A route, asked for what its row says of it. */
class AskedRoute {
  constructor(
    private readonly house: MarkedHouse,
    private readonly client: RawClient,
    private readonly route: string,
    private readonly row: Row,
  ) {}

  async noticedBy(): Promise<IdentityName | undefined> {
    for (const name of ASKED) if (!(await this.answersAsTheRow(name))) return name;
    return undefined;
  }

  /** Whether somebody gets the status of the row. */
  async answersAsTheRow(name: IdentityName): Promise<boolean> {
    const { world, people } = this.house;
    const [method = '', pattern = ''] = this.route.split(' ');
    const own = targetsFor(world, name, this.row).find(({ isMine }) => isMine)?.id;
    const path = pattern.replace(':id', own ?? world.id('shared'));
    const answered = await this.client
      .send({
        method,
        path: this.row.query === undefined ? path : `${path}?${this.row.query(world)}`,
        headers: await people.credentials(name),
        ...(this.row.body !== undefined && { body: this.row.body() }),
      })
      // An answer that its document does not know is another one, too.
      .catch(() => undefined);
    const status = statusFor(name, this.row);
    const isNowhere = pattern.includes(':id') && own === undefined && status === 200;
    return answered?.status === (isNowhere ? 404 : status);
  }
}

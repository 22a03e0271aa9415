import fc from 'fast-check';
import { HealthState } from '../../platform/health/health-state.js';
import { ApiDescription } from '../../platform/openapi/api-description.js';
import { operationsOf } from '../../platform/openapi/open-api.js';
import type { MarkedHouse } from '../marked-house.js';
import type { IdentityName } from '../marked-people.js';
import { CIRCUITS } from '../marked-world.js';
import { RawClient } from '../raw-request.js';
import { storedRows } from '../stored-rows.js';
import { type HostileRequest, hostileRequests } from './hostile-request.js';

/** One of each kind that the API tells apart. */
const WHO: readonly IdentityName[] = [
  'nobody',
  'a wrong token',
  'collector',
  'viewer of A',
  'admin of A',
  'manager of A',
  'noc',
  'platform admin',
];

export interface FuzzOrder {
  readonly seed: number;
  /** Requests of each operation by each identity. */
  readonly each: number;
}

export interface FuzzReport {
  readonly requests: number;
  /** How many answers there were of each hundred. */
  readonly answers: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/**
 * Sends hostile requests of every operation as every kind of identity. A fault is an answer of ours that breaks (5xx), one
 * that is not as described, one that does not come, and a row that a refused request changed.
 */
export async function fuzz(house: MarkedHouse, { seed, each }: FuzzOrder): Promise<FuzzReport> {
  house.api.app.get(HealthState).started();
  const { document } = house.api.app.get(ApiDescription);
  const client = new RawClient(house.api.url);
  const ids = CIRCUITS.map((circuit) => house.world.id(circuit));
  const report = { requests: 0, answers: {} as Record<string, number>, faults: [] as string[] };
  const send = async (name: IdentityName, asked: HostileRequest, headers: Record<string, string>): Promise<number> => {
    const what = `${name}: ${asked.method} ${asked.path.slice(0, 300)} ${(asked.text ?? '').slice(0, 300)}`;
    const answer = await client.send({ ...asked, headers }).catch((error: unknown) => {
      report.faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return { status: 0, text: '' };
    });
    report.requests += 1;
    const hundred = `${String(Math.floor(answer.status / 100))}xx`;
    report.answers[hundred] = (report.answers[hundred] ?? 0) + 1;
    if (answer.status >= 500) report.faults.push(`${what}: ${String(answer.status)} ${answer.text}`);
    return answer.status;
  };

  /** @returns whether one of them may have changed something */
  const sendAll = async (name: IdentityName, all: readonly HostileRequest[]): Promise<boolean> => {
    const headers = await house.people.credentials(name);
    let mayChange = false;
    for (const asked of all) {
      const status = await send(name, asked, headers);
      if (asked.method !== 'GET' && status < 400) mayChange = true;
    }
    return mayChange;
  };

  let before = await storedRows(house.api.database);
  for (const { path, method, operation } of operationsOf(document)) {
    const requests = hostileRequests(document, path, method, operation, ids);
    let mayChange = false;
    for (const [index, name] of WHO.entries()) {
      const all = fc.sample(requests, { seed: seed + index, numRuns: each });
      if (await sendAll(name, all)) mayChange = true;
    }
    const after = await storedRows(house.api.database);
    if (!mayChange && after !== before) report.faults.push(`${method} ${path} changed rows though it refused`);
    before = after;
  }
  client.close();
  return report;
}

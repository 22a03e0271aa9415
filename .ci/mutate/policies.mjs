import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes each handler of a running API ask for less, one after another in this process, and asks it as everybody.
 *
 * @param dist folder of the compiled API with its specs
 * @param only text in the names of those that are tried; all without it
 * @returns {AsyncGenerator<{ name: string, noticedBy: string | undefined }>}
 */
export async function* weakenedPolicies(dist, only = '') {
  process.env['NODE_ENV'] = 'test';
  const load = (name) => import(pathToFileURL(path.join(dist, name)).href);
  const { startMarkedHouse } = await load('testing/marked-house.js');
  const { HealthState } = await load('platform/health/health-state.js');
  const { weakenPolicies } = await load('testing/mutation/weakened-policies.js');
  const house = await startMarkedHouse();
  try {
    house.api.app.get(HealthState).started();
    await house.poll();
    yield* weakenPolicies(house, (name) => name.includes(only));
  } finally {
    await house.api.close();
  }
}

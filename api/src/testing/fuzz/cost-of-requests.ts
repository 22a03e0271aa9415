import type { MarkedHouse } from '../marked-house.js';
import type { IdentityName } from '../marked-people.js';
import { RawClient } from '../raw-request.js';
import type { HostileRequest } from './hostile-request.js';

/** A request of somebody. */
export interface AskedBy extends HostileRequest {
  readonly who: IdentityName;
}

/**
 * Sends requests one after the other and expects that none costs much more CPU than most do: what tries one way after
 * the other takes minutes. None is answered by 5xx, either.
 */
export async function expectLikeCosts(house: MarkedHouse, requests: Iterable<AskedBy>): Promise<number> {
  const client = new RawClient(house.api.url);
  const costs: { what: string; cpuMs: number }[] = [];
  const sessions = new Map<IdentityName, Readonly<Record<string, string>>>();
  for (const { who, ...asked } of requests) {
    const headers = sessions.get(who) ?? (await house.people.credentials(who));
    sessions.set(who, headers);
    const before = process.cpuUsage();
    const { status } = await client.send({ ...asked, headers });
    const { user, system } = process.cpuUsage(before);
    const what = `${asked.method} ${asked.path.slice(0, 80)} ${(asked.text ?? '').slice(0, 200)}`;
    costs.push({ what, cpuMs: (user + system) / 1_000 });
    expect(status).withContext(what).toBeLessThan(500);
  }
  client.close();
  // By what requests cost in this very run, whatever the machine.
  const median = costs.map(({ cpuMs }) => cpuMs).sort((one, other) => one - other)[costs.length >> 1] ?? 0;
  for (const { what, cpuMs } of costs) {
    expect(cpuMs)
      .withContext(what)
      .toBeLessThan(50 * median + 1_000);
  }
  return costs.length;
}

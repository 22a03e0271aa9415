import { IF_COLUMNS } from '../mibs/if-mib.js';
import { indexBelow } from '../mibs/oid.js';
import { isException, text } from '../mibs/smi.js';
import { LeanClient } from '../snmp/lean/lean-client.js';
import { SharedSockets } from '../snmp/lean/shared-sockets.js';
import { FLEET_COMMUNITY } from './fleet-answers.js';

/** Devices whose ports 1 to `ports` are to be bound by the names that they have there. */
interface NamesPlan {
  readonly agents: readonly { readonly address: string; readonly port: number }[];
  readonly ports: number;
}

const PROFILE = { intervalS: 60, timeoutMs: 2_000, retries: 3, backoff: 1.5, maxRepetitions: 25 };
const ROWS = 25;
const AT_ONCE = 32;

/** The names of the ports of each agent, by ifIndex: ifName, or ifDescr where there is none (RFC 2863 section 3.1.2). */
async function namesOf({ agents, ports }: NamesPlan): Promise<string[][]> {
  const sockets = new SharedSockets();
  const names: string[][] = agents.map(() => []);
  const waiting = [...agents.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [at, { address, port }] = next;
      const access = { version: 'V2C', community: FLEET_COMMUNITY } as const;
      const client = new LeanClient({ address, port, access, profile: PROFILE }, sockets);
      for (const column of [IF_COLUMNS.ifName, IF_COLUMNS.ifDescr]) {
        const found = await columnOf(client, column, ports);
        if (found.length === ports) names[at] = found;
        if (found.length === ports) break;
      }
      if (names[at]?.length !== ports)
        throw new Error(`the agent at ${address}:${String(port)} lacks names of its ports`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  sockets.close();
  return names;
}

async function columnOf(client: LeanClient, column: string, ports: number): Promise<string[]> {
  const names: string[] = [];
  const { signal } = new AbortController();
  while (names.length < ports) {
    const after = names.length === 0 ? column : `${column}.${String(names.length)}`;
    const request = { scalars: [], columns: [after], maxRepetitions: Math.min(ROWS, ports - names.length) };
    const [cells = []] = (await client.getBulk(request, signal)).columns;
    const before = names.length;
    for (const cell of cells) {
      if (isException(cell) || indexBelow(cell.oid, column) !== names.length + 1) return names;
      names.push(text(cell));
    }
    if (names.length === before) return names;
  }
  return names;
}

process.stdout.write(`${JSON.stringify(await namesOf(JSON.parse(process.argv[2] ?? '{}') as NamesPlan))}\n`);

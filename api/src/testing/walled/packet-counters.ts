import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TABLE = 'inet walled';
const SETS = ['sent4', 'sent6'] as const;

/** What leaves, but for questions to the name server, what it answers, and what the receiver at port 443 answers. */
const RULES = `
table ${TABLE} {
  set sent4 {
    type ipv4_addr
    size 4096
    flags dynamic
    counter
  }
  set sent6 {
    type ipv6_addr
    size 4096
    flags dynamic
    counter
  }
  chain leaving {
    type filter hook output priority 0; policy accept;
    meta l4proto != { tcp, udp } return
    tcp sport 443 return
    udp sport 53 return
    udp dport 53 return
    meta nfproto ipv4 update @sent4 { ip daddr counter }
    meta nfproto ipv6 update @sent6 { ip6 daddr counter }
  }
}
`;

/** Rows of these connections may still send: all but those that listen or have been closed (`tcp_states.h`). */
const AT_REST: ReadonlySet<string> = new Set(['06', '07', '0A']);
const PATIENCE_MS = 5_000;

interface Element {
  readonly elem: { readonly val: string; readonly counter: { readonly packets: number } };
}

/** Counters of nftables in the network namespace of this process: packets that were sent, by where to. */
export const packetCounters = {
  /** @throws Error where the kernel or this user has no nftables */
  async install(): Promise<void> {
    const started = run('nft', ['-f', '-']);
    started.child.stdin?.end(RULES);
    await started;
  },

  async reset(): Promise<void> {
    for (const set of SETS) await run('nft', ['flush', 'set', ...TABLE.split(' '), set]);
  },

  /** Packets since the last reset, when every connection has come to its end. */
  async read(): Promise<Readonly<Record<string, number>>> {
    await atRest();
    const lists = await Promise.all(SETS.map(countersOf));
    return Object.fromEntries(lists.flat());
  },
};

async function countersOf(set: string): Promise<[string, number][]> {
  const { stdout } = await run('nft', ['--json', 'list', 'set', ...TABLE.split(' '), set]);
  const { nftables } = JSON.parse(stdout) as { nftables: readonly { set?: { elem?: readonly Element[] } }[] };
  return nftables.flatMap(({ set: listed }) =>
    (listed?.elem ?? []).map(({ elem }): [string, number] => [elem.val, elem.counter.packets]),
  );
}

/** The last packets of a connection belong to the call that made it, not to the one after. */
async function atRest(): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isAtRest())) {
    if (performance.now() > end) throw new Error('a connection does not end');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function isAtRest(): Promise<boolean> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'utf8')));
  const states = tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/)[3] ?? ''),
  );
  return states.every((state) => AT_REST.has(state));
}

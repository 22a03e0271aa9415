import { type ChaosHouse, type HouseCollector, pelt } from './chaos-house.js';
import type { DatabaseServer } from './database-server.js';
import type { Seeded } from './seeded.js';

/** Something that goes wrong. When it is over all processes run again. */
export interface Fault {
  readonly name: string;
  /** Why it cannot be done to this house; null when it can. */
  readonly obstacle: (house: ChaosHouse) => string | null;
  readonly happen: (house: ChaosHouse, seeded: Seeded) => Promise<void>;
}

/** Longer than a collector may be silent before its devices are given to another (8 s), and one question more. */
const TAKE_OVER_MS = 11_000;
/** A crash point is passed with the next polls; where a device was silent, that may be some intervals away. */
const CRASHES_WITHIN_MS = 60_000;
const DATAGRAMS = 300;
const JUMP_MS = 20_000;

const always = (): null => null;
const lasts = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** All that can go wrong, each at least once in a run that is long enough. */
export const FAULTS: readonly Fault[] = [
  fault('collector killed', async (house, seeded) => {
    const { process } = someCollector(house, seeded);
    await process.kill();
    await process.start();
  }),
  fault('collector stopped', async (house, seeded) => {
    await stopped(someCollector(house, seeded).process, seeded.between(500, 3_000));
  }),
  fault('collector stopped through a take-over', async (house, seeded) => {
    await stopped(someCollector(house, seeded).process, TAKE_OVER_MS);
  }),
  fault('API killed', async ({ api }) => {
    await api.kill();
    await api.start();
  }),
  fault('API stopped', async ({ api }, seeded) => {
    await stopped(api, seeded.between(500, 3_000));
  }),
  fault('API away', async ({ api }, seeded) => {
    await api.kill();
    await lasts(seeded.between(2_000, 6_000));
    await api.start();
  }),
  fault('collector ended', async (house, seeded) => {
    const { process } = someCollector(house, seeded);
    await process.stop();
    await process.start();
  }),
  fault('API ended', async ({ api }) => {
    await api.stop();
    await api.start();
  }),
  ...(['after-commit', 'before-send', 'after-reply'] as const).map((point) =>
    fault(`collector dies ${point}`, async (house, seeded) => {
      const { process } = someCollector(house, seeded);
      await process.crashAt(point, CRASHES_WITHIN_MS);
      await process.start();
    }),
  ),
  fault('API dies after-store', async ({ api }) => {
    await api.crashAt('after-store', CRASHES_WITHIN_MS);
    await api.start();
  }),
  fault('all killed', async ({ api, processes }) => {
    for (const process of processes) await process.kill();
    await api.start();
    await Promise.all(processes.filter((process) => process !== api).map((process) => process.start()));
  }),
  {
    name: 'database away',
    obstacle: ({ relay }) => (relay === null ? 'SQLite has no server' : null),
    happen: async ({ relay }, seeded) => {
      relay?.shut();
      await lasts(seeded.between(500, 4_000));
      relay?.open();
    },
  },
  ofTheServer('database killed', (server) => server.kill()),
  ofTheServer('database stopped', (server, seeded) => server.stopFor(seeded.between(500, 6_000))),
  {
    name: 'disk full',
    obstacle: ({ collectors }) =>
      collectors.some(({ disk }) => disk !== null) ? null : 'needs the right to mount a disk',
    happen: async ({ collectors }, seeded) => {
      const disks = collectors.flatMap(({ disk }) => (disk === null ? [] : [disk]));
      const makeRoom = seeded.one(disks).fill();
      await lasts(seeded.between(2_000, 6_000));
      makeRoom();
    },
  },
  fault('clock set forward and back', async (house, seeded) => {
    const { process } = someCollector(house, seeded);
    process.tell({ jumpMs: JUMP_MS });
    await lasts(seeded.between(2_000, 6_000));
    process.tell({ jumpMs: -JUMP_MS });
  }),
  fault('garbage datagrams', async (house, seeded) => {
    await pelt(someCollector(house, seeded).trapPort, DATAGRAMS, seeded);
  }),
];

function fault(name: string, happen: Fault['happen']): Fault {
  return { name, obstacle: always, happen };
}

function ofTheServer(name: string, happen: (server: DatabaseServer, seeded: Seeded) => Promise<void>): Fault {
  return {
    name,
    obstacle: ({ server }) => (server === null ? 'there is no server of this run' : null),
    happen: async ({ server }, seeded) => {
      if (server !== null) await happen(server, seeded);
    },
  };
}

function someCollector({ collectors }: ChaosHouse, seeded: Seeded): HouseCollector {
  return seeded.one(collectors);
}

async function stopped(process: HouseCollector['process'], ms: number): Promise<void> {
  process.signal('SIGSTOP');
  await lasts(ms);
  process.signal('SIGCONT');
}

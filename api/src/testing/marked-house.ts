import { CredentialRepository } from '../features/inventory/index.js';
import { ManualClock } from './manual-clock.js';
import { MarkedPeople } from './marked-people.js';
import { MarkedWords } from './marked-words.js';
import { INTERVAL_S, type MarkedWorld, POINTS, PORTS, storeMarkedWorld } from './marked-world.js';
import { startTestApi, type TestApi, type TestApiOptions } from './test-api.js';
import { aBatch, aDownReading, aReading } from './test-batch.builder.js';
import { aMeasureBatch, aRun } from './test-measures.builder.js';

/** The running API over the marked world, with everybody who may ask. */
export interface MarkedHouse {
  readonly api: TestApi;
  readonly clock: ManualClock;
  readonly words: MarkedWords;
  readonly world: MarkedWorld;
  readonly people: MarkedPeople;
  /** Delivers a reading of each port, the ports named down; then the clock stands right after it. */
  poll(...down: readonly number[]): Promise<void>;
}

/** @param options of the API, where it is to be another one than that of all specs */
export async function startMarkedHouse(options: Omit<TestApiOptions, 'clock'> = {}): Promise<MarkedHouse> {
  const clock = new ManualClock();
  const api = await startTestApi({ ...options, clock });
  const words = new MarkedWords();
  const world = await storeMarkedWorld(api.database, api.app.get(CredentialRepository), words);
  const people = await MarkedPeople.store(api, words, world);
  const poll = async (...down: readonly number[]): Promise<void> => {
    const slot = Math.floor(clock.now() / 1_000 / INTERVAL_S + 1) * INTERVAL_S;
    clock.advance(slot * 1_000 + 500 - clock.now());
    const readings = PORTS.map((portId) => {
      const reading = down.includes(portId) ? aDownReading({ portId, slot }) : aReading({ portId, slot });
      return { ...reading, resume: words.word('secrets') };
    });
    // The devices become its own by the first list; later questions change nothing.
    await api.collector().get('/api/v1/collector/work-list');
    const { status } = await api.collector().post('/api/v1/collector/batches', aBatch(readings));
    const runs = POINTS.map((pointId) => aRun({ pointId, slot }));
    const measured = await api.collector().post('/api/v1/collector/batches', aMeasureBatch({ latency: runs }));
    if (measured.status !== 200) throw new Error(`the measurements were answered with ${String(measured.status)}`);
    if (status !== 200) throw new Error(`the batch was answered with ${String(status)}`);
  };
  return { api, clock, words, world, people, poll };
}

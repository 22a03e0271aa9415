import { randomUUID } from 'node:crypto';
import type { PolledDevice } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { devicePipeline, type PollOrder, type DeviceReadings } from '../pipeline/device-poll.js';
import { DeviceReader } from '../pipeline/device-reader.js';
import { PortMemory } from '../pipeline/port-memory.js';
import type { Stage } from '../pipeline/stage.js';
import { openClient } from '../snmp/open-client.js';
import { SharedSockets } from '../snmp/lean/shared-sockets.js';
import { FLEET_COMMUNITY, FLEET_V3 } from './fleet-answers.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { ReasonCounts, type Refusal } from '../snmp/guard/refusals.js';
import { type PollRace, type RaceResult, WARM_UP_CYCLES } from './race.js';

const COUNTED_COLUMNS = 10;
const INTERVAL_S = 60;
const PROFILE = { intervalS: INTERVAL_S, backoff: 1.5, maxRepetitions: 25 };

interface Polling {
  readonly device: PolledDevice;
  readonly stage: Stage<PollOrder, DeviceReadings>;
  readonly signal: AbortSignal;
}

/** The collector's own way from the request to the finished reading, rates included, and nothing behind it. */
export async function racePollPath(race: PollRace): Promise<RaceResult> {
  const { agents, ports, cycles, inFlight, version, timeoutMs = 3_000, retries = 2 } = race;
  const profile = { ...PROFILE, timeoutMs, retries };
  const memory = new PortMemory();
  const refused = new ReasonCounts<Refusal>();
  const sockets = new SharedSockets(refused);
  const polled = agents.map(({ address, port }, at): PolledDevice => {
    const access = version === 'V3' ? FLEET_V3 : ({ version: 'V2C', community: FLEET_COMMUNITY } as const);
    const names = Array.from({ length: ports }, (_, place) => ({
      portId: at * ports + place + 1,
      ifName: `ge-0/0/${String(place + 1)}`,
      ifAlias: null,
      resume: null,
    }));
    return { id: randomUUID(), address, port, access, profile, ports: names };
  });
  const clients = polled.map((device) => openClient(device, sockets, refused));
  const stages = clients.map((client, at): Polling => {
    const device = polled[at];
    if (device === undefined) throw new RangeError('A client without a device');
    const stage = devicePipeline(new DeviceReader(client, PROFILE.maxRepetitions, SYSTEM_CLOCK), memory);
    return { device, stage, signal: new AbortController().signal };
  });
  let slot = Math.floor(Date.now() / 1_000);
  let values = 0;
  let failed = 0;
  const pollAll = async (): Promise<void> => {
    slot += INTERVAL_S;
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let pair = stages[next++]; pair; pair = stages[next++]) {
        const { device, stage, signal } = pair;
        try {
          const { readings } = await stage({ device, dueAt: slot * 1_000 }, signal);
          let found = 0;
          for (let row = 0; row < readings.rows; row += 1) if (!Number.isNaN(readings.get('ifIndex', row))) found += 1;
          values += found * COUNTED_COLUMNS + 1;
        } catch (error) {
          if (!(error instanceof SnmpFault)) throw error;
          failed += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
  if (cycles > 1) for (let cycle = 0; cycle < WARM_UP_CYCLES; cycle += 1) await pollAll();
  else await pollAll();
  values = 0;
  failed = 0;
  const begunAt = performance.now();
  const begin = process.cpuUsage();
  for (let cycle = 0; cycle < cycles; cycle += 1) await pollAll();
  const { user, system } = process.cpuUsage(begin);
  for (const client of clients) client.close();
  sockets.close();
  return { values, cpuS: (user + system) / 1e6, failed, wallMs: performance.now() - begunAt };
}

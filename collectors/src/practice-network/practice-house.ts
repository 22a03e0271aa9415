import type { Logger } from 'pino';
import { AgentFleet } from './agent/agent-fleet.js';
import { CommandDesk } from './control/command-desk.js';
import { ControlServer } from './control/control-server.js';
import type { TrafficShape } from './model/practice-circuit.js';
import type { PracticeClock } from './model/practice-clock.js';
import { PracticeNetwork, type PracticeWorld } from './model/practice-network.js';
import { ReflectorFleet } from './reflector-fleet.js';

export interface PracticePorts {
  /** UDP port of the first device, or 0 for free ones. */
  readonly base: number;
  readonly control: number;
  readonly trap: number;
}

/** A running practice network: its devices answer, its control port obeys. */
export interface PracticeHouse {
  readonly network: PracticeNetwork;
  readonly fleet: AgentFleet;
  readonly reflectors: ReflectorFleet;
  readonly controlPort: number;
  close(): Promise<void>;
}

/**
 * Opens all ports and brings the devices to life.
 *
 * @throws Error when a port is taken; nothing is left open then
 */
export async function openPracticeHouse(
  world: PracticeWorld,
  shape: TrafficShape,
  ports: PracticePorts,
  clock: PracticeClock,
  log: Logger,
): Promise<PracticeHouse> {
  const now = (): number => clock.now();
  const network = new PracticeNetwork(world, shape, clock.now());
  const fleet = new AgentFleet(ports.trap, now, log);
  const reflectors = new ReflectorFleet();
  const desk = new CommandDesk(network, fleet, clock);
  const control = new ControlServer(desk, log);
  try {
    await fleet.listen(network.devices, ports.base);
    const afterDevices = ports.base === 0 ? 0 : ports.base + network.devices.length;
    await reflectors.listen(network, world.probes ?? [], afterDevices);
    await control.listen(ports.control);
  } catch (error) {
    reflectors.close();
    await fleet.close();
    throw error;
  }
  return {
    network,
    fleet,
    reflectors,
    controlPort: control.port,
    close: async () => {
      desk.close();
      await control.close();
      reflectors.close();
      await fleet.close();
    },
  };
}

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Logger } from 'pino';
import type { PracticeDevice } from '../model/practice-device.js';
import type { PracticeLine } from '../model/practice-line.js';
import type { PracticePort } from '../model/practice-port.js';
import { DeviceAgent, type TrapKind } from './device-agent.js';

const LOOPBACK = '127.0.0.1';

/** Every agent on a UDP port of its own, all in this process. */
export class AgentFleet {
  private readonly sockets = new Map<PracticeDevice, { readonly socket: Socket; readonly agent: DeviceAgent }>();

  /**
   * @param trapPort UDP port on 127.0.0.1 that is told of changes; 0: nobody is
   * @param now ms
   */
  constructor(
    private readonly trapPort: number,
    private readonly now: () => number,
    private readonly log: Logger,
  ) {}

  /**
   * Gives each device its port: `basePort` plus its place in the list, or any free one when `basePort` is 0.
   *
   * @throws Error when a port is taken
   */
  async listen(devices: readonly PracticeDevice[], basePort: number): Promise<void> {
    for (const [place, device] of devices.entries()) {
      const socket = createSocket('udp4');
      const agent = new DeviceAgent(device, this.now);
      this.sockets.set(device, { socket, agent });
      await bind(socket, basePort === 0 ? 0 : basePort + place);
      socket.on('error', (error) => {
        this.log.error({ device: device.code, err: error }, 'the socket of an agent failed');
      });
      socket.on('message', (datagram, from) => {
        // Port 0 is nobody's, and sending to it throws.
        const answer = from.port === 0 ? null : agent.answer(datagram);
        if (answer) socket.send(answer, from.port, from.address);
      });
    }
  }

  /** The UDP port a device answers on. */
  portOf(device: PracticeDevice): number {
    return this.sockets.get(device)?.socket.address().port ?? 0;
  }

  /** Shows what a device is now: its interfaces have other indexes. */
  lookAgain(device: PracticeDevice): void {
    this.sockets.get(device)?.agent.lookAgain();
  }

  /** Sends a notification from the device's own port, so that its source says which device it was. */
  sendTrap(device: PracticeDevice, kind: TrapKind, port?: PracticePort, line?: PracticeLine): void {
    const entry = this.sockets.get(device);
    if (!entry || device.isSilent || this.trapPort === 0) return;
    entry.socket.send(entry.agent.trap(kind, port, line), this.trapPort, LOOPBACK);
  }

  async close(): Promise<void> {
    const closing = [...this.sockets.values()].map(async ({ socket }) => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    });
    this.sockets.clear();
    await Promise.all(closing);
  }
}

async function bind(socket: Socket, port: number): Promise<void> {
  socket.bind(port, LOOPBACK);
  try {
    await once(socket, 'listening');
  } catch (error) {
    throw new Error(`UDP port ${String(port)} on ${LOOPBACK} cannot be had: set PRACTICE_BASE_PORT`, { cause: error });
  }
}

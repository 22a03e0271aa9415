import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { DeviceAgent } from '../practice-network/agent/device-agent.js';
import { PracticeDevice } from '../practice-network/model/practice-device.js';
import { IF_STATUS, PracticePort } from '../practice-network/model/practice-port.js';
import { FLEET_COMMUNITY } from './fleet-answers.js';

/** The device that says what happens on it: where it is, its ports (ifIndex 1 and on), and who is told. */
export interface TrapAgentPlan {
  readonly address: string;
  readonly udpPort: number;
  readonly ports: number;
  readonly trapPort: number;
}

/** What the one who measures says to the process of this device, and hears of it. */
interface ToAgent {
  readonly kind: 'turn';
  readonly ifIndex: number;
  readonly up: boolean;
}
/** `at`: ms since the epoch with parts of one, right before the trap was sent. */
type FromAgent = { readonly kind: 'ready' } | { readonly kind: 'turned'; readonly at: number };

const GIGABIT = 1_000_000_000;
const ETHERNET = 6;
const LOOPBACK = '127.0.0.1';

const plan = JSON.parse(process.argv[2] ?? '{}') as TrapAgentPlan;
const startedAt = Date.now();
const facts = Array.from({ length: plan.ports }, (_, place) => {
  const ifName = `ge-0/0/${String(place + 1)}`;
  return { ifIndex: place + 1, ifName, ifAlias: '', ifType: ETHERNET, speedBps: GIGABIT };
});
const device = new PracticeDevice(
  {
    ...{ code: 'BENCH-TRAPS', name: 'BENCH-TRAPS', vendor: 'Bench', model: 'Agent', sysObjectId: '1.3.6.1.4.1.2011.1' },
    access: { version: 'V2C', community: FLEET_COMMUNITY },
    ports: facts,
  },
  startedAt,
);
for (const port of facts) {
  const start = { inOctets: 1n << 41n, outOctets: 1n << 40n };
  device.ports.push(new PracticePort(port, port.ifName, start, startedAt, () => ({ inBps: 9e7, outBps: 4e7 })));
}
const agent = new DeviceAgent(device, Date.now);
const socket = createSocket('udp4');
socket.bind(plan.udpPort, plan.address);
await once(socket, 'listening');
socket.on('error', () => undefined);
socket.on('message', (datagram, from) => {
  const answer = agent.answer(datagram);
  if (answer !== null) socket.send(answer, from.port, from.address);
});
process.on('message', ({ ifIndex, up }: ToAgent) => {
  const port = device.ports[ifIndex - 1];
  if (port === undefined) throw new Error(`no port ${String(ifIndex)}`);
  port.setOperStatus(up ? IF_STATUS.up : IF_STATUS.down, Date.now());
  const trap = agent.trap(up ? 'linkUp' : 'linkDown', port);
  const at = performance.timeOrigin + performance.now();
  socket.send(trap, plan.trapPort, LOOPBACK, () => {
    say({ kind: 'turned', at });
  });
});
process.on('disconnect', () => {
  process.exit(0);
});
say({ kind: 'ready' });

function say(message: FromAgent): void {
  process.send?.(message);
}

import { SYSTEM_CLOCK } from '../../clock/clock.js';
import { SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { DeviceReader } from '../../pipeline/device-reader.js';
import { LeanClient } from '../../snmp/lean/lean-client.js';
import { SharedSockets } from '../../snmp/lean/shared-sockets.js';
import { NetSnmpClient } from '../../snmp/net-snmp-client.js';
import { type SnmpClient, SnmpFault } from '../../snmp/snmp-client.js';
import { DeviceDirectory } from '../../traps/device-directory.js';
import { TrapListener } from '../../traps/trap-listener.js';
import { aPolledDevice, aPolledPort } from '../polled-device.builder.js';
import {
  CANARY_COMMUNITY,
  CASE_COMMUNITY,
  CASE_ENGINE_ID,
  CASE_USER,
  type FromSubject,
  type SubjectAnswer,
  type SubjectCounts,
  type SubjectReader,
  type ToSubject,
} from './subject-messages.js';

/** The collector's trap receiver and polling session in a process of their own, so that a case may try to end it. */
const HUGE = 1_000_000_000;
const ROWS = 20;
const PROFILE = { intervalS: 10, timeoutMs: 100, retries: 0, backoff: 1, maxRepetitions: ROWS };
const sockets = new SharedSockets();
const NEVER = new AbortController().signal;
const V3 = {
  version: 'V3',
  user: CASE_USER,
  authProtocol: 'SHA1',
  authKey: 'case-auth-key',
  privProtocol: 'AES128',
  privKey: 'case-priv-key',
  contextName: '',
} as const;

const directory = new DeviceDirectory();
const listener = new TrapListener(
  directory,
  SYSTEM_CLOCK,
  () => ({ engineId: CASE_ENGINE_ID, moment: null }),
  () => undefined,
  // What is not delivered must have been refused for what it is, and not because it was one too many.
  { perSecond: HUGE, burst: HUGE, perDeviceAndMinute: HUGE },
);

function counts(): SubjectCounts {
  const { outcomes } = listener;
  const delivered = outcomes.of('DELIVERED') + outcomes.of('DUPLICATE') + outcomes.of('OF_NO_INTEREST');
  return { delivered, unreadable: outcomes.of('UNREADABLE') };
}

function clientOf(port: number, reader: SubjectReader): SnmpClient {
  const access = { version: 'V2C', community: CASE_COMMUNITY } as const;
  const device = aPolledDevice({ port, access, profile: PROFILE });
  return reader === 'lean' ? new LeanClient(device, sockets) : new NetSnmpClient(device);
}

/** What comes of asking; a fault has a name, anything else is a mistake of ours and ends the process. */
async function told(client: SnmpClient, ask: () => Promise<string | null>): Promise<SubjectAnswer> {
  try {
    return { value: await ask(), fault: null };
  } catch (error) {
    if (error instanceof SnmpFault) return { value: null, fault: error.fault };
    throw error;
  } finally {
    client.close();
  }
}

function get(port: number, reader: SubjectReader): Promise<SubjectAnswer> {
  const client = clientOf(port, reader);
  return told(client, async () => {
    const [varbind] = await client.get([SYS_UP_TIME_0], NEVER);
    return String(varbind?.value);
  });
}

async function walk(port: number, reader: SubjectReader): Promise<SubjectAnswer> {
  const client = clientOf(port, reader);
  await told(client, async () => {
    await client.getBulk({ scalars: [SYS_UP_TIME_0], columns: [], maxRepetitions: 1 }, NEVER);
    return null;
  });
  return told(client, async () => {
    const { ports, steady } = await new DeviceReader(client, ROWS, SYSTEM_CLOCK).read([aPolledPort()], NEVER);
    return String(ports.length + (steady?.ports.length ?? 0));
  });
}

function say(message: FromSubject): void {
  process.send?.(message);
}

async function answer(question: ToSubject): Promise<SubjectCounts | SubjectAnswer> {
  switch (question.kind) {
    case 'counts':
      return counts();
    case 'get':
      return get(question.port, question.reader);
    case 'walk':
      return walk(question.port, question.reader);
  }
}

async function main(canaryPort: number): Promise<void> {
  directory.replace([
    aPolledDevice({ access: { version: 'V2C', community: CASE_COMMUNITY } }),
    aPolledDevice({ access: V3, port: 162 }),
    aPolledDevice({ access: { version: 'V2C', community: CANARY_COMMUNITY }, port: canaryPort }),
  ]);
  const problem = await listener.listen(0, '127.0.0.1');
  if (problem !== null) throw new Error(problem);
  process.on('message', (question: ToSubject) => {
    void answer(question).then((given) => {
      say({ kind: 'answer', id: question.id, answer: given });
    });
  });
  process.on('disconnect', () => {
    listener.close();
  });
  say({ kind: 'ready', trapPort: listener.port ?? 0 });
}

void main(Number(process.argv[2]));

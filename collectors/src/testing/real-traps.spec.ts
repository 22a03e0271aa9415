import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { findSnmpd } from './real-device.js';
import type { FromNetwork, ToNetwork } from './real-network-messages.js';

const NETWORK = fileURLToPath(new URL('real-network.js', import.meta.url));
const PATIENCE_MS = 180_000;
const LINK_DOWN = '1.3.6.1.6.3.1.1.5.3';
const LINK_UP = '1.3.6.1.6.3.1.1.5.4';

type Told = Extract<FromNetwork, { kind: 'trap' }>;

describe('the traps of a device that runs the snmpd of net-snmp', () => {
  let network: ChildProcess | undefined;
  let messages: FromNetwork[];

  afterEach(async () => {
    if (network?.exitCode !== null || network.signalCode !== null) return;
    const ended = once(network, 'exit');
    network.disconnect();
    await ended;
  });

  it(
    'are received by v2c and by v3 when its interface goes down and up; what is read after them decides',
    async () => {
      const obstacle = await whyNot();
      if (obstacle !== null) {
        if (process.env['CI'] !== undefined) throw new Error(obstacle);
        pending(`${obstacle}; the traps of the practice network are received all the same`);
        return;
      }
      messages = [];
      network = fork(NETWORK, [], { execPath: 'unshare', execArgv: ['--net', process.execPath] });
      network.on('message', (message: FromNetwork) => messages.push(message));
      const { ifIndex, deviceIds } = await said('watching');

      for (const [link, oid, operStatus] of [
        ['down', LINK_DOWN, 2],
        ['up', LINK_UP, 1],
      ] as const) {
        network.send({ link } satisfies ToNetwork);
        for (const version of ['V2C', 'V3'] as const) {
          const { note, reading } = await trapOf(oid, version, ifIndex);
          expect([note.deviceId, note.isInform]).toEqual([deviceIds[version], false]);
          expect(note.varbinds.map((varbind) => varbind.oid)).toContain(`1.3.6.1.2.1.2.2.1.8.${String(ifIndex)}`);
          expect([reading.fault, reading.operStatus]).withContext(`${link} by ${version}`).toEqual([null, operStatus]);
        }
      }
    },
    PATIENCE_MS * 3,
  );

  async function said<Kind extends FromNetwork['kind']>(kind: Kind): Promise<Extract<FromNetwork, { kind: Kind }>> {
    return eventually(
      kind,
      () => found((message): message is Extract<FromNetwork, { kind: Kind }> => message.kind === kind),
      PATIENCE_MS,
    );
  }

  async function trapOf(oid: string, version: string, ifIndex: number): Promise<Told> {
    const isIt = (message: FromNetwork): message is Told =>
      message.kind === 'trap' &&
      message.note.oid === oid &&
      message.note.version === version &&
      message.note.ifIndex === ifIndex;
    return eventually(`${oid} by ${version}`, () => found(isIt), PATIENCE_MS);
  }

  function found<Wanted extends FromNetwork>(isIt: (message: FromNetwork) => message is Wanted): Wanted | undefined {
    const failed = messages.find((message) => message.kind === 'failed');
    if (failed) throw new Error(failed.why);
    return messages.find(isIt);
  }
});

/** What stands in the way here, or null. */
async function whyNot(): Promise<string | null> {
  if ((await findSnmpd()) === null) return 'snmpd is not installed: apt-get install snmpd';
  try {
    await promisify(execFile)('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']);
    return null;
  } catch {
    // Only the attempt tells whether this user on this system may have a namespace.
    return 'no network namespace can be made here: it takes Linux, root, and iproute2';
  }
}

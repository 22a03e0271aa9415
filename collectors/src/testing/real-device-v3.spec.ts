import type { SnmpAccess } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { DeviceReader } from '../pipeline/device-reader.js';
import { ReasonCounts, type Refusal } from '../snmp/guard/refusals.js';
import { LeanV3Client } from '../snmp/lean/lean-v3-client.js';
import { SharedSockets } from '../snmp/lean/shared-sockets.js';
import { NetSnmpClient } from '../snmp/net-snmp-client.js';
import { aPolledDevice, aPolledPort } from './polled-device.builder.js';
import { findSnmpd, RealDevice } from './real-device.js';

type V3 = Extract<SnmpAccess, { version: 'V3' }>;
type Pair = readonly [V3['authProtocol'], string, V3['privProtocol'], string];

/** Protocols in our words and in those of snmpd.conf. AES-256 is Blumenthal's key extension there, AES-256-C Reeder's. */
const PAIRS: readonly Pair[] = [
  ['SHA1', 'SHA', 'AES128', 'AES'],
  ['SHA224', 'SHA-224', 'AES128', 'AES'],
  ['SHA256', 'SHA-256', 'AES128', 'AES'],
  ['SHA384', 'SHA-384', 'AES128', 'AES'],
  ['SHA512', 'SHA-512', 'AES128', 'AES'],
  ['SHA1', 'SHA', 'AES256B', 'AES-256'],
  ['SHA1', 'SHA', 'AES256R', 'AES-256-C'],
  ['SHA256', 'SHA-256', 'AES256B', 'AES-256'],
  ['SHA256', 'SHA-256', 'AES256R', 'AES-256-C'],
  ['SHA384', 'SHA-384', 'AES256B', 'AES-256'],
  ['SHA384', 'SHA-384', 'AES256R', 'AES-256-C'],
  ['SHA512', 'SHA-512', 'AES256B', 'AES-256'],
  ['SHA512', 'SHA-512', 'AES256R', 'AES-256-C'],
];

function accessOf([authProtocol, , privProtocol]: Pair): V3 {
  const user = `u${authProtocol}${privProtocol}`;
  const keys = { authKey: 'key-for-authentication', privKey: 'key-for-privacy', contextName: '' };
  return { version: 'V3', user, authProtocol, privProtocol, ...keys, legacy: true };
}

describe('the snmpd of net-snmp by v3', () => {
  it('is read with SHA-1 to SHA-512 and AES-128, and with AES-256 by both ways to lengthen the key', async () => {
    const program = await findSnmpd();
    if (program === null) {
      if (process.env['CI'] !== undefined) throw new Error('snmpd is not installed: apt-get install snmpd');
      pending('snmpd is not installed');
      return;
    }
    const lines = PAIRS.flatMap((pair) => {
      const { user, authKey, privKey } = accessOf(pair);
      return [`createUser ${user} ${pair[1]} "${authKey}" ${pair[3]} "${privKey}"`, `rouser ${user} priv`];
    });
    const device = await RealDevice.start(program, lines);
    try {
      for (const pair of PAIRS) {
        expect(await upTime(device.port, accessOf(pair)))
          .withContext(pair.join(' '))
          .toEqual(jasmine.any(Number));
        expect(await steadyPorts(device.port, accessOf(pair)))
          .withContext(`steadily by ${pair.join(' ')}`)
          .toEqual([1, 1, 1]);
      }
      const one: Pair = ['SHA512', '', 'AES256B', ''];
      await expectAsync(upTime(device.port, { ...accessOf(one), authKey: 'another-key' })).toBeRejectedWith(
        jasmine.objectContaining({ fault: 'WRONG_KEY' }),
      );
    } finally {
      await device.stop();
    }
  }, 180_000);
});

const PROFILE = { intervalS: 10, timeoutMs: 1_500, retries: 1, backoff: 1, maxRepetitions: 10 };

/**
 * How many ports each of three polls read straight into numbers: the first by the library, the others lean. A lean way
 * that the agent does not take would begin anew with the library.
 */
async function steadyPorts(port: number, access: V3): Promise<readonly (number | undefined)[]> {
  const ports = [aPolledPort({ ifName: 'lo' })];
  const sockets = new SharedSockets();
  const client = new LeanV3Client(
    aPolledDevice({ port, access, profile: PROFILE }),
    sockets,
    new ReasonCounts<Refusal>(),
  );
  const reader = new DeviceReader(client, PROFILE.maxRepetitions, SYSTEM_CLOCK);
  const beginsAnew = spyOn(client, 'close').and.callThrough();
  const read: (number | undefined)[] = [];
  try {
    for (let poll = 0; poll < 3; poll += 1) {
      const { steady } = await reader.read(ports, new AbortController().signal);
      read.push(steady?.ports.length);
    }
    expect(beginsAnew).not.toHaveBeenCalled();
  } finally {
    client.close();
    sockets.close();
  }
  return read;
}

async function upTime(port: number, access: V3): Promise<unknown> {
  const client = new NetSnmpClient(aPolledDevice({ port, access, profile: PROFILE }));
  try {
    const [varbind] = await client.get([SYS_UP_TIME_0], new AbortController().signal);
    return varbind?.value;
  } finally {
    client.close();
  }
}

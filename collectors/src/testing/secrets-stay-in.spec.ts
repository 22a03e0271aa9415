import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolledDevice, SnmpAccess } from '@linewatch/shared';
import { spellingsOf } from '@linewatch/shared/testing';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { SNMP_TRAP_OID_0, SNMP_TRAPS, SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { ApiEdge } from './api-edge.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from './ber-text.js';
import { eventually } from './eventually.js';
import { freeTcpPort } from './free-tcp-port.js';
import { aPolledDevice, aPolledPort } from './polled-device.builder.js';
import { ask } from './scrape.js';
import { aDevice, freeUdpPort, openSmallHouse, udpPortOf } from './small-practice-house.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const PATIENCE_MS = 180_000;
const LONGEST_MS = 180_000;

describe('the secrets of devices', () => {
  let folder: string;
  let api: ApiEdge;
  let house: PracticeHouse;
  let echo: Socket;
  let sender: Socket;
  let secrets: string[];
  let running: ChildProcess[];
  let said: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-collector-'));
    [secrets, running, said] = [[], [], ''];
    const world = {
      devices: [aDevice('PE-2C', { access: community() }), aDevice('PE-V3', { access: v3() })],
      circuits: [],
    };
    house = await openSmallHouse(SYSTEM_CLOCK, { world });
    [echo, sender] = [await bound(), await bound()];
    // Some agents answer with what they were asked, community and all.
    echo.on('message', (datagram, from) => {
      echo.send(datagram, from.port, from.address);
    });
    api = new ApiEdge();
    await api.open();
  });

  afterEach(async () => {
    for (const child of running) await killed(child);
    await api.close();
    await house.close();
    echo.close();
    sender.close();
    rmSync(folder, { recursive: true });
  });

  /** A secret that nothing else looks like. */
  function canary(): string {
    const secret = `${randomBytes(4).toString('base64url').replace(/[-_]/g, 'x')}~${randomBytes(9).toString('base64url')}`;
    secrets.push(secret);
    return secret;
  }

  function community(): SnmpAccess {
    return { version: 'V2C', community: canary() };
  }

  function v3(user = 'canary-user'): Extract<SnmpAccess, { version: 'V3' }> {
    const keys = { authKey: canary(), privKey: canary(), contextName: '' };
    return { version: 'V3', user, authProtocol: 'SHA256', privProtocol: 'AES128', ...keys };
  }

  function polled(port: number, access: SnmpAccess, portId: number, address = '127.0.0.1'): PolledDevice {
    const profile = { intervalS: 1, timeoutMs: 300, retries: 0, backoff: 1, maxRepetitions: 20 };
    return aPolledDevice({ address, port, access, profile, ports: [aPolledPort({ portId })] });
  }

  it(
    'leave a collector in no log line, metric, message, file, argument or variable, whatever goes wrong',
    async () => {
      const [two, three] = [udpPortOf(house, 'PE-2C'), udpPortOf(house, 'PE-V3')];
      const access = (code: string): SnmpAccess =>
        house.network.devices.find((device) => device.code === code)?.facts.access ?? community();
      const speaker = polled(sender.address().port, community(), 8);
      const devices = [
        polled(two, access('PE-2C'), 1),
        polled(three, access('PE-V3'), 2),
        polled(two, community(), 3),
        polled(three, v3(), 4),
        polled(three, v3('nobody'), 5),
        polled(echo.address().port, community(), 6),
        polled(161, v3(), 7, 'no-such-host.invalid'),
        speaker,
      ];
      const unreadable = { ...polled(161, v3(), 9), address: 7 } as unknown as PolledDevice;
      api.list = { version: '1', devices: [...devices, unreadable] };
      const [trapPort, metricsPort] = [await freeUdpPort(), await freeTcpPort()];
      const env = {
        API_URL: api.url,
        COLLECTOR_TOKEN: 'a-token-of-the-specs-that-is-long-enough',
        DATA_DIR: folder,
        TRAP_PORT: String(trapPort),
        METRICS_PORT: String(metricsPort),
        LOG_LEVEL: 'trace',
      };
      const collector = start(env);

      const faults = (): Set<string | null> =>
        new Set(api.batches.flatMap((batch) => batch.devices.map(({ fault }) => fault)));
      await eventually(
        'each fault',
        () =>
          [null, 'NO_ANSWER', 'WRONG_KEY', 'UNKNOWN_USER', 'NO_SUCH_HOST'].every((fault) => faults().has(fault))
            ? true
            : undefined,
        PATIENCE_MS,
      );
      for (const datagram of trapsThatTell(speaker.access)) sender.send(datagram, trapPort, '127.0.0.1');
      await eventually('the trap', () => (api.traps.size > 0 ? true : undefined), PATIENCE_MS);
      api.mood = { status: 400, text: 'no' };
      await eventually('a refusal', () => (said.includes('the API refused a batch') ? true : undefined), PATIENCE_MS);
      api.mood = 'well';
      const metrics = (await ask(metricsPort, 'GET', '/metrics')).text;
      // A second one on the same spool ends with an error of its own.
      await once(start({ ...env, METRICS_PORT: '0' }), 'close');
      const process = ['cmdline', 'environ'].map((name) =>
        readFileSync(`/proc/${String(collector.pid)}/${name}`, 'latin1'),
      );
      await killed(collector);

      expect(said).toContain('is in use');
      expect(said).toContain('cannot be read');
      const kept = JSON.stringify([...api.traps.values()]);
      expect(kept).toContain('***');
      const spool = readdirSync(join(folder, 'spool')).map((name) =>
        readFileSync(join(folder, 'spool', name), 'latin1'),
      );
      expect(spool.length).toBeGreaterThan(1);
      const places = {
        said,
        metrics,
        process: process.join(),
        spool: spool.join(),
        kept,
        sent: JSON.stringify(api.batches),
      };
      for (const [place, content] of Object.entries(places)) {
        expect(content.length).withContext(place).toBeGreaterThan(100);
        const found = secrets.flatMap(spellingsOf).filter((spelling) => content.includes(spelling));
        expect(found).withContext(place).toEqual([]);
      }
    },
    LONGEST_MS,
  );

  /** Traps that quote the community in every way, one under another community, and octets that are no message. */
  function trapsThatTell(access: SnmpAccess): readonly Buffer[] {
    if (access.version === 'V3') throw new Error('A community is told');
    const secret = Buffer.from(access.community);
    const numbers = [...secret].join('.');
    const quotes = [
      varbind('1.3.6.1.6.3.18.1.4.0', text(access.community)),
      varbind('1.3.6.1.4.1.9.1', text(`login with ${access.community} failed`)),
      varbind('1.3.6.1.4.1.9.2', text(secret.toString('hex'))),
      varbind('1.3.6.1.4.1.9.3', text(secret.toString('base64'))),
      varbind(`1.3.6.1.4.1.9.4.${numbers}`, int(1)),
      varbind('1.3.6.1.4.1.9.5', oid(`1.3.${numbers}`)),
      varbind('1.3.6.1.4.1.9.6', text('harmless')),
    ];
    const header = [varbind(SYS_UP_TIME_0, int(1, 0x43)), varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`))];
    const pdu = tlv(0xa7, int(1), int(0), int(0), tlv(SEQUENCE, ...header, ...quotes));
    const trap = (spoken: string): Buffer => tlv(SEQUENCE, int(1), text(spoken), pdu);
    return [trap(access.community), trap(canary()), secret, trap(access.community).subarray(0, 40)];
  }

  function start(env: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, [MAIN], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    return child;
  }
});

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

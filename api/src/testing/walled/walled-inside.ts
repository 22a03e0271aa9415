import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, Socket } from 'node:net';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { OutboundClient } from '../../platform/outbound/outbound-client.js';
import { OutboundFailure } from '../../platform/outbound/outbound-failure.js';
import { SystemResolver } from '../../platform/outbound/outbound-resolver.js';
import { NameServer } from './name-server.js';
import { packetCounters } from './packet-counters.js';
import type { Called, IntoWalls, OutOfWalls } from './walled-messages.js';

/**
 * Runs in a network namespace of its own, which nothing leaves: every address of the world is this machine, so that a
 * connection to any of them arrives and is seen, and the system's name server is ours. Arguments: the files of the
 * receiver's key and certificate.
 */
const run = promisify(execFile);
const HTTPS_PORT = 443;
const PATIENCE_MS = 5_000;

type Redirect = Extract<IntoWalls, { kind: 'call' }>['redirect'];

let reached: string[] = [];
let redirect: Redirect = null;

try {
  await main();
} catch (error) {
  say({ kind: 'failed', why: String(error) });
}

async function main(): Promise<void> {
  await run('ip', ['link', 'set', 'lo', 'up']);
  for (const family of ['-4', '-6']) await run('ip', [family, 'route', 'add', 'local', 'default', 'dev', 'lo']);
  await packetCounters.install();
  await listen();
  const names = await NameServer.open(await systemNameServer());
  const client = new OutboundClient({ OUTBOUND_PRIVATE_HOSTS: '' }, new SystemResolver());
  process.on('message', (wish: IntoWalls) => {
    void fulfil(wish, client, names).then(say, (error: unknown) => {
      say({ kind: 'failed', why: String(error) });
    });
  });
  process.once('disconnect', () => {
    process.exit(0);
  });
  say({ kind: 'ready' });
}

async function listen(): Promise<void> {
  const [, , keyFile = '', certFile = ''] = process.argv;
  const server = createServer({ key: await readFile(keyFile), cert: await readFile(certFile) }, answer);
  server.on('connection', (socket) => {
    if (socket instanceof Socket) reached.push(ipaddr.process(socket.localAddress ?? '').toString());
  });
  server.listen(HTTPS_PORT, '::');
  await once(server, 'listening');
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (redirect === null) response.end('{}');
  else response.writeHead(redirect.status, { Location: redirect.location }).end();
}

/** The first of resolv.conf, and this machine where there is none (resolv.conf(5)). */
async function systemNameServer(): Promise<string> {
  const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
  return /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? '127.0.0.1';
}

async function fulfil(wish: IntoWalls, client: OutboundClient, names: NameServer): Promise<OutOfWalls> {
  reached = [];
  await packetCounters.reset();
  const before = await connectionsOpened();
  let outcome: Called['outcome'] = 'knocked';
  if (wish.kind === 'knock') {
    await knock(wish.address);
  } else {
    redirect = wish.redirect;
    names.know(wish.names);
    outcome = await outcomeOf(client, wish.url);
  }
  const opened = (await connectionsOpened()) - before;
  const sent = await packetCounters.read();
  return { kind: 'called', outcome, reached, opened, sent, questions: names.questions };
}

async function outcomeOf(client: OutboundClient, url: string): Promise<number | string> {
  try {
    return (await client.post(url, '{}')).status;
  } catch (error) {
    if (error instanceof OutboundFailure) return error.reason;
    throw error;
  }
}

/** Opens a connection and waits until the receiver has seen it. */
async function knock(address: string): Promise<void> {
  const socket = connect({ port: HTTPS_PORT, host: address });
  await once(socket, 'connect');
  const end = performance.now() + PATIENCE_MS;
  while (reached.length === 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  socket.destroy();
}

/** ActiveOpens of the TCP of this namespace: connections that went to SYN-SENT, IPv4 and IPv6 (RFC 4022). */
async function connectionsOpened(): Promise<number> {
  const [names, values] = (await readFile('/proc/self/net/snmp', 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '));
  const opened = Number(values?.[names?.indexOf('ActiveOpens') ?? -1]);
  if (!Number.isInteger(opened)) throw new Error('the kernel does not count connections');
  return opened;
}

function say(message: OutOfWalls): void {
  process.send?.(message);
}

import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

const LOOPBACKS = ['127.0.0.1', '::1'];

/**
 * Whether a TCP port can be had: nobody listens on it on either loopback (a browser tries both for "localhost")
 * nor on `host`.
 */
export async function isTcpPortFree(port, host = '127.0.0.1') {
  for (const address of LOOPBACKS) if (await answers(port, address)) return false;
  return canListen(port, host);
}

/** The first free TCP port from `first` on. */
export async function nextFreeTcpPort(first, host = '127.0.0.1') {
  for (let port = first; port <= 65_535; port += 1) if (await isTcpPortFree(port, host)) return port;
  throw new Error(`no TCP port from ${first} on is free`);
}

/** Whether `count` UDP ports from `first` on can all be had on `host`. */
export async function areUdpPortsFree(first, count, host = '127.0.0.1') {
  if (first + count - 1 > 65_535) return false;
  for (let port = first; port < first + count; port += 1) if (!(await canBind(port, host))) return false;
  return true;
}

/** A TCP port that the system says is free just now. */
export function anyFreeTcpPort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A UDP port that the system says is free just now. */
export function anyFreeUdpPort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(300, () => finish(true));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function canBind(port, address) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

import { createSocket } from 'node:dgram';
import snmp from 'net-snmp';
import { CANARY_COMMUNITY, CASE_COMMUNITY, type FromSubject, type ToSubject } from './subject-messages.js';

/** What the library offers for traps, without a guard: some cases end it, and a run has to notice. */
interface LibraryReceiver {
  getAuthorizer(): { addCommunity(community: string): void };
}

let delivered = 0;
const socket = createSocket('udp4');
// The library takes port 0 for 161.
const onFreePort = {
  on: socket.on.bind(socket),
  send: socket.send.bind(socket),
  bind: () => socket.bind(0, '127.0.0.1'),
};
const receiver = snmp.createReceiver({ dgramModule: { createSocket: () => onFreePort } }, (error: Error | null) => {
  if (error === null) delivered += 1;
}) as LibraryReceiver;
receiver.getAuthorizer().addCommunity(CASE_COMMUNITY);
receiver.getAuthorizer().addCommunity(CANARY_COMMUNITY);

function say(message: FromSubject): void {
  process.send?.(message);
}

socket.on('listening', () => {
  say({ kind: 'ready', trapPort: socket.address().port });
});
process.on('message', ({ id }: ToSubject) => {
  say({ kind: 'answer', id, answer: { delivered, unreadable: 0 } });
});
process.on('disconnect', () => process.exit(0));

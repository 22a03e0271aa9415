import type { SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import { eventually } from './eventually.js';
import { plain, type Told } from './snmp-manager.js';

/** A notification as the receiver of the net-snmp library understood it. */
export interface HeardTrap {
  readonly sourcePort: number;
  /** Of v3; undefined otherwise. */
  readonly user: string | undefined;
  readonly bindings: readonly Told[];
}

interface Notification {
  readonly pdu: { readonly varbinds: snmp.Varbind[]; readonly user?: string };
  readonly rinfo: { readonly port: number };
}

interface Receiver {
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: object): void };
  close(closed: () => void): void;
}

/** Hears what is sent to a trap port, by the library's receiver. */
export class TrapListener {
  private readonly heard: HeardTrap[] = [];
  readonly failures: Error[] = [];
  private receiver: Receiver | undefined;

  static async open(
    port: number,
    community: string,
    access: Extract<SnmpAccess, { version: 'V3' }>,
  ): Promise<TrapListener> {
    const listener = new TrapListener();
    const options = { port, address: '127.0.0.1', includeAuthentication: true };
    const receiver = snmp.createReceiver(options, (error: Error | null, notification: Notification) => {
      if (error) listener.failures.push(error);
      else listener.heard.push(asHeard(notification));
    }) as Receiver;
    receiver.getAuthorizer().addCommunity(community);
    receiver.getAuthorizer().addUser({
      name: access.user,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols.sha256,
      authKey: access.authKey,
      privProtocol: snmp.PrivProtocols.aes,
      privKey: access.privKey,
    });
    listener.receiver = receiver;
    return Promise.resolve(listener);
  }

  /** The next one in the order of arrival. */
  async next(): Promise<HeardTrap> {
    return eventually('a trap', () => this.heard.shift());
  }

  async close(): Promise<void> {
    await new Promise<void>((closed) => {
      this.receiver?.close(closed);
    });
  }
}

function asHeard({ pdu, rinfo }: Notification): HeardTrap {
  return { sourcePort: rinfo.port, user: pdu.user, bindings: pdu.varbinds.map(plain) };
}

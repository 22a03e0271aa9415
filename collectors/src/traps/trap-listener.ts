import type { PolledDevice } from '@linewatch/shared';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Clock } from '../clock/clock.js';
import { SNMP_TRAPS } from '../mibs/snmpv2-mib.js';
import { type Envelope, readEnvelope } from '../snmp/envelope.js';
import { NotificationDecoder } from '../snmp/net-snmp-notifications.js';
import type { DeviceDirectory } from './device-directory.js';
import { SourceLimit } from './source-limit.js';

/** Why a datagram led to nothing, and how often. */
export const DROP_REASONS = ['MALFORMED', 'STORM', 'UNKNOWN_SOURCE', 'WRONG_CREDENTIALS', 'OF_NO_INTEREST'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** coldStart, warmStart, linkDown, linkUp (RFC 3418, RFC 2863): after each of them a port may be in another state. */
const OF_INTEREST = new Set([1, 2, 3, 4].map((notification) => `${SNMP_TRAPS}.${notification}`));
/** At 208 kB, the usual default, bursts of 2000 traps lose some. */
const RECEIVE_BUFFER_OCTETS = 4_194_304;
const MOST_CANDIDATES = 32;

/**
 * Receives traps and turns them into hints: which device should be polled now. Nothing else is taken from a trap, as
 * it can be lost, forged (v1, v2c) or replayed.
 *
 * No datagram can end the process: source, envelope and credentials are checked before the library sees it, and what
 * the library throws is caught.
 */
export class TrapListener {
  readonly dropped: Record<DropReason, number> = {
    MALFORMED: 0,
    STORM: 0,
    UNKNOWN_SOURCE: 0,
    WRONG_CREDENTIALS: 0,
    OF_NO_INTEREST: 0,
  };
  private socket: Socket | null = null;
  private readonly limit: SourceLimit;
  private readonly decoder = new NotificationDecoder((data, { port, address }) => {
    this.socket?.send(data, port, address, () => undefined);
  });

  /**
   * @param engineIdOf engine id of a v3 device as its polls learned it; a trap of another engine is not its
   * @param hint called with the device that should be polled
   */
  constructor(
    private readonly directory: DeviceDirectory,
    clock: Clock,
    private readonly engineIdOf: (deviceId: string) => string | null,
    private readonly hint: (deviceId: string) => void,
  ) {
    this.limit = new SourceLimit(clock);
  }

  /** @returns null when the port is open, else why it is not */
  listen(port: number, address: string): Promise<string | null> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_OCTETS });
    return new Promise((resolve) => {
      socket.on('error', (error) => {
        // Before it is bound this says why it cannot be; afterwards it is the ICMP echo of an answer, of no interest.
        if (this.socket === null) {
          socket.close();
          resolve('code' in error ? String(error.code) : error.name);
        }
      });
      socket.on('message', (datagram, from) => {
        this.take(datagram, from);
      });
      socket.bind(port, address, () => {
        this.socket = socket;
        resolve(null);
      });
    });
  }

  /** The UDP port that is listened on, or null. */
  get port(): number | null {
    return this.socket?.address().port ?? null;
  }

  close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.removeAllListeners('message').close();
  }

  private take(datagram: Buffer, from: RemoteInfo): void {
    const reason = this.refusal(datagram, from);
    if (reason) this.dropped[reason] += 1;
  }

  /** Handles a datagram. @returns why it led to nothing, or null when it led to a hint */
  private refusal(datagram: Buffer, from: RemoteInfo): DropReason | null {
    // An answer to port 0 cannot be sent, and the library would throw while it tries.
    if (from.port === 0) return 'MALFORMED';
    const devices = this.directory.at(from.address, from.port);
    if (devices.length === 0) return 'UNKNOWN_SOURCE';
    // By device where one is meant, by address otherwise: the sender chooses its port, and must not choose its limit.
    if (!this.limit.admits(devices.length === 1 ? (devices[0]?.id ?? '') : from.address)) return 'STORM';
    const envelope = readEnvelope(datagram);
    if (envelope === null) return 'MALFORMED';
    const senders = devices.filter((device) => this.mayBeFrom(device, envelope)).slice(0, MOST_CANDIDATES);
    if (senders.length === 0) return 'WRONG_CREDENTIALS';
    let reason: DropReason | null = 'WRONG_CREDENTIALS';
    for (const { id, access } of senders) {
      const notification = this.decoder.decode(datagram, from, access);
      if (notification === null) continue;
      if (OF_INTEREST.has(notification)) {
        this.hint(id);
        reason = null;
      } else {
        reason = reason && 'OF_NO_INTEREST';
      }
    }
    return reason;
  }

  private mayBeFrom({ id, access }: PolledDevice, envelope: Envelope): boolean {
    if (envelope.version !== 'V3') {
      return access.version !== 'V3' && access.community === envelope.community;
    }
    const { user, engineId, isAuthenticated, isEncrypted } = envelope;
    if (access.version !== 'V3' || !isAuthenticated || !isEncrypted) return false;
    return user === access.user && engineId === this.engineIdOf(id);
  }
}

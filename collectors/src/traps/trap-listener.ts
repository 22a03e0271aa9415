import type { PolledDevice, SnmpAccess } from '@linewatch/shared';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { hostname } from 'node:os';
import type { Clock } from '../clock/clock.js';
import { NOTIFICATIONS_OF_CHANGE } from '../mibs/notifications.js';
import { Guard } from '../snmp/guard/guard.js';
import { ReasonCounts, type Refusal } from '../snmp/guard/refusals.js';
import type { MessageHeader, V3Header } from '../snmp/guard/verdict.js';
import { type Decoded, type Notification, NotificationDecoder } from '../snmp/net-snmp-notifications.js';
import { OwnEngine } from '../snmp/own-engine.js';
import type { EngineMoment } from '../snmp/snmp-client.js';
import { discoveryReport, timeReport } from '../snmp/usm-report.js';
import type { DeviceDirectory } from './device-directory.js';
import { EngineMoments } from './engine-moments.js';
import { kernelDrops } from './kernel-drops.js';
import { RecentNotifications } from './recent-notifications.js';
import { SourceLimit } from './source-limit.js';
import { StormLimit, type TrapStorm } from './storm-limit.js';
import { FORGETFUL, type TrapKeeper } from './trap-keeper.js';
import { trapNote } from './trap-note.js';
import { TRAP_LIMITS, type TrapLimits, type TrapOutcome } from './trap-outcomes.js';

/** At 208 kB, the usual default, bursts of 2000 traps lose some. The system may grant less than is asked for. */
const RECEIVE_BUFFER_OCTETS = 4_194_304;
const MOST_CANDIDATES = 32;

/** The engine of a v3 device, as its polls learned it. A trap of another engine is not the device's. */
export interface KnownEngine {
  /** Hex. */
  readonly engineId: string;
  /** What it told last of its time; null while no session is open. */
  readonly moment: EngineMoment | null;
}

/**
 * Receives traps and informs and turns them into hints: which device should be polled now. No state is taken from them,
 * as they can be lost, forged (v1, v2c) or replayed; their text is kept for the NOC to read.
 */
export class TrapListener {
  /** How many datagrams came to what, since the start. */
  readonly outcomes = new ReasonCounts<TrapOutcome>();
  private socket: Socket | null = null;
  private readonly sources: SourceLimit;
  private readonly storms: StormLimit;
  private readonly recent: RecentNotifications;
  private readonly moments: EngineMoments;
  private readonly guard = new Guard(
    { direction: 'notification', sender: (from) => this.unwantedSender(from) },
    this.outcomes,
  );
  private readonly engine: OwnEngine;
  private readonly decoder = new NotificationDecoder();

  /**
   * @param engineOf what is known of the engine of a v3 device; null before its first answer
   * @param hint called with the device that should be polled
   * @param keeper where notifications are kept for the NOC; nowhere unless given
   */
  constructor(
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
    private readonly engineOf: (deviceId: string) => KnownEngine | null,
    private readonly hint: (deviceId: string, oid: string) => void,
    { perSecond, burst, perDeviceAndMinute }: TrapLimits = TRAP_LIMITS,
    private readonly keeper: TrapKeeper = FORGETFUL,
  ) {
    this.sources = new SourceLimit(clock, perSecond, burst);
    this.storms = new StormLimit(clock, perDeviceAndMinute);
    this.recent = new RecentNotifications(clock);
    this.moments = new EngineMoments(clock);
    this.engine = new OwnEngine(hostname(), clock);
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
        this.guard.pass(datagram, from, (header) => {
          this.outcomes.add(this.outcome(datagram, from, header));
        });
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

  /** Octets that the system keeps for us while we are busy; null before the port is open. */
  get receiveBufferOctets(): number | null {
    return this.socket?.getRecvBufferSize() ?? null;
  }

  close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.removeAllListeners('message').close();
  }

  /** Brings the count of datagrams that the system threw away up to date, where it tells. */
  async countKernelDrops(): Promise<void> {
    const local = this.socket?.address();
    const drops = local ? await kernelDrops(local.address, local.port) : null;
    const counted = this.outcomes.of('KERNEL');
    if (drops !== null && drops > counted) this.outcomes.add('KERNEL', drops - counted);
  }

  /** Devices that told too much, each minute of each of them once, when it is over. */
  takeStorms(): readonly TrapStorm[] {
    return this.storms.takeEnded();
  }

  private answer(data: Buffer, { port, address }: { readonly port: number; readonly address: string }): void {
    this.socket?.send(data, port, address, () => undefined);
  }

  private unwantedSender({ address, port }: RemoteInfo): Refusal | null {
    const [device, ...others] = this.directory.at(address, port);
    if (device === undefined) return 'UNKNOWN_SOURCE';
    // By device where one is meant, by address otherwise: the sender chooses its port, and must not choose its limit.
    return this.sources.admits(others.length === 0 ? device.id : address) ? null : 'SOURCE_RATE';
  }

  /** Reads a well-formed message of a registered source. */
  private outcome(datagram: Buffer, from: RemoteInfo, header: MessageHeader): TrapOutcome {
    const devices = this.directory.at(from.address, from.port);
    if (header.version === 'V3' && !header.isAuthenticated) return this.introduce(from, header, devices);
    const senders = devices.filter((device) => this.mayBeFrom(device, header)).slice(0, MOST_CANDIDATES);
    const [first] = senders;
    if (first === undefined) return 'WRONG_CREDENTIALS';
    if (header.version !== 'V3') {
      return this.take(this.decoder.decode(datagram, from, first.access), from, senders) ?? 'WRONG_CREDENTIALS';
    }
    return this.authenticated(datagram, from, header, senders);
  }

  /** Tells a v3 device that wants to send an inform which engine it speaks to. */
  private introduce(from: RemoteInfo, { messageId }: V3Header, devices: readonly PolledDevice[]): TrapOutcome {
    if (!devices.some(({ access }) => access.version === 'V3')) return 'WRONG_CREDENTIALS';
    this.answer(discoveryReport(this.engine, messageId), from);
    return 'DISCOVERY';
  }

  private authenticated(
    datagram: Buffer,
    from: RemoteInfo,
    header: V3Header,
    senders: readonly PolledDevice[],
  ): TrapOutcome {
    const { messageId, engineId, boots, time } = header;
    const moment = { engineId: engineId.toString('hex'), boots, time };
    const isOurs = engineId.equals(this.engine.id);
    if (isOurs && !this.engine.isNow(boots, time)) {
      const access = senders[0]?.access;
      if (access?.version === 'V3') this.answer(timeReport(this.engine, messageId, access), from);
      // Nobody who was never told our time can send one that is over.
      return boots === 0 ? 'DISCOVERY' : 'REPLAYED';
    }
    if (!isOurs && this.moments.isOver(moment)) return 'REPLAYED';
    for (const sender of senders) {
      const outcome = this.take(this.decoder.decode(datagram, from, sender.access), from, [sender]);
      if (outcome === null) continue;
      if (!isOurs) this.moments.learn(moment);
      return outcome;
    }
    return 'WRONG_CREDENTIALS';
  }

  /** Keeps a notification and hints at its devices. An inform is answered once it is kept. @returns null: it is none */
  private take(
    { notification, answer }: Decoded,
    from: RemoteInfo,
    devices: readonly PolledDevice[],
  ): TrapOutcome | null {
    const outcome = notification && this.tell(devices, notification, from);
    // An inform that is not listened to in a storm is told again later.
    if (answer !== null && outcome !== 'STORM') {
      this.keeper.whenKept(() => {
        this.answer(answer, from);
      });
    }
    return outcome;
  }

  /** Hints at the devices that may have sent a notification. @returns the best that came of it */
  private tell(devices: readonly PolledDevice[], notification: Notification, from: RemoteInfo): TrapOutcome {
    const isOfChange = NOTIFICATIONS_OF_CHANGE.has(notification.oid);
    let best: TrapOutcome = 'STORM';
    for (const device of devices) {
      if (!this.storms.admits(device.id)) continue;
      if (!this.recent.isNew(device.id, notification)) {
        if (best === 'STORM') best = 'DUPLICATE';
        continue;
      }
      this.keeper.keep(trapNote(device, notification, from, this.clock.now()), isOfChange);
      if (isOfChange) {
        this.hint(device.id, notification.oid);
        best = 'DELIVERED';
      } else if (best !== 'DELIVERED') best = 'OF_NO_INTEREST';
    }
    return best;
  }

  private mayBeFrom({ id, access }: PolledDevice, header: MessageHeader): boolean {
    if (header.version !== 'V3') return speaksFor(access, header.community);
    const { user, engineId, isEncrypted } = header;
    if (access.version !== 'V3' || !isEncrypted || !user.equals(Buffer.from(access.user))) return false;
    if (engineId.equals(this.engine.id)) return true;
    const known = this.engineOf(id);
    if (known?.engineId !== engineId.toString('hex')) return false;
    if (known.moment) this.moments.learn(known.moment);
    return true;
  }
}

/** Compared octet by octet: as text, different communities can look alike. */
function speaksFor(access: SnmpAccess, community: Buffer): boolean {
  return access.version !== 'V3' && community.length > 0 && community.equals(Buffer.from(access.community));
}

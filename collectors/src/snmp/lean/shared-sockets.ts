import { randomFillSync } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { inspect } from '../guard/inspect.js';
import type { RefusalCount } from '../guard/guard.js';
import { ReasonCounts, type Refusal } from '../guard/refusals.js';
import type { V3Header } from '../guard/verdict.js';
import { faultOf, snmpFault } from '../net-snmp-faults.js';
import { SnmpFault } from '../snmp-client.js';
import { SnmpTraffic } from '../snmp-traffic.js';
import { answerHead } from './answer-decoder.js';
import { type RequestTemplate, withId } from './ber-encoder.js';
import { type Head, isCommunity, plainHead } from './row-decoder.js';

/** Who is asked, and how patiently. */
export interface Asked {
  /** As the system writes it. */
  readonly address: string;
  readonly port: number;
  /** What it is asked under in v2c; null where it is asked by v3. */
  readonly community: Buffer | null;
  readonly protection: Protection | null;
  /** Whether it has not answered yet, or not the last time. */
  isSilent: boolean;
}

/** What SNMPv3 puts around messages to and from one device. */
export interface Protection {
  /** A whole message with a PDU, fresh for each time that it is sent. */
  request(pdu: RequestTemplate, id: number): Buffer;
  /** What an answer holds; why it is none; or null where it holds no answer but, perhaps, a report. */
  open(octets: Buffer, header: V3Header): Buffer | Refusal | null;
}

/** A request that waits for its answer. */
export interface Exchange {
  readonly asked: Asked;
  /** The whole message; of v3 its PDU. */
  readonly template: RequestTemplate;
  readonly timeoutMs: number;
  readonly backoff: number;
  /** How often it may be sent again. */
  readonly retries: number;
  readonly signal: AbortSignal;
  /** Whether it leaves at once instead of with the next burst. */
  readonly isHurried?: boolean;
  /** A well-formed answer, of v3 what it held; `head` is null where it is no plain one of v2c. */
  readonly onAnswer: (octets: Buffer, head: Head | null) => void;
  readonly onFailed: (error: Error) => void;
}

/** An exchange under way. */
class Waiting {
  readonly asked: Asked;
  sent = 0;
  dueAt = Infinity;
  isMalformed = false;
  /** A socket connected to the device alone, while it is silent. */
  own: Socket | null = null;

  constructor(
    readonly exchange: Exchange,
    readonly id: number,
  ) {
    this.asked = exchange.asked;
  }
}

/** A v3 device said something in the open, or only signed: a report, if it is honest. */
export class NotProtected extends SnmpFault {
  override readonly name = 'NotProtected';

  constructor() {
    super('REFUSED', 'The agent did not answer under encryption');
  }
}

/** Requests leave together, and time runs out together: waking up costs more than sending. */
const TICK_MS = 20;
/** A tick that is later than this was held up. */
const AWAY_MS = 20;
const BURST = 32;
const BUFFER_OCTETS = 4_194_304;
/** Request ids: which place waits for it, and 14 bits that nobody can guess. Always four octets. */
const PLACE_BITS = 16;
const PLACES = 1 << PLACE_BITS;
const ID_BASE = 0x4000_0000;

/**
 * One UDP socket an address family for all devices that are read lean: a socket a device costs its system calls a
 * device. Who answers is therefore checked here: the address and port that were asked, and the id.
 */
export class SharedSockets {
  private readonly sockets = new Map<Family, Socket>();
  private readonly waiting: (Waiting | undefined)[] = [];
  private readonly free: number[] = [];
  private queue: Waiting[] = [];
  private count = 0;
  private timer: NodeJS.Timeout | null = null;
  private tickedAt = 0;
  private readonly noise = new Uint16Array(4_096);
  private noiseAt = 4_096;

  /** @param refused where refused datagrams are counted */
  constructor(
    private readonly refused: RefusalCount = new ReasonCounts<Refusal>(),
    readonly traffic: SnmpTraffic = new SnmpTraffic(),
  ) {}

  /** Sends with the next burst, or at once. Exactly one of the callbacks is called, once. */
  ask(exchange: Exchange): void {
    const place = this.free.pop() ?? this.waiting.length;
    if (place >= PLACES) {
      exchange.onFailed(snmpFault('INTERNAL'));
      return;
    }
    const id = ID_BASE + (this.random() & 0x3fff) * PLACES + place;
    const waiting = new Waiting(exchange, id);
    this.waiting[place] = waiting;
    this.count += 1;
    this.queue.push(waiting);
    if (exchange.isHurried === true || this.queue.length >= BURST) this.flush();
    this.tickSoon();
  }

  /** Gives the sockets back; what waits fails. */
  close(): void {
    for (const socket of this.sockets.values()) socket.close();
    this.sockets.clear();
    for (const waiting of this.waiting) if (waiting) this.fail(waiting, snmpFault('NO_ANSWER'));
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private tickSoon(): void {
    if (this.timer) return;
    this.tickedAt = performance.now();
    this.timer = setTimeout(this.tick, TICK_MS);
  }

  /**
   * Time in which this process was busy is none that a device was silent: its answer may lie in the socket, which Node
   * reads only after its timers.
   */
  private readonly tick = (): void => {
    const now = performance.now();
    const away = now - this.tickedAt - TICK_MS;
    for (const waiting of this.waiting) {
      if (waiting === undefined) continue;
      if (away > AWAY_MS) waiting.dueAt += away;
      if (waiting.exchange.signal.aborted) this.fail(waiting, waiting.exchange.signal.reason as Error);
      else if (waiting.dueAt <= now) this.overdue(waiting, now);
    }
    this.flush();
    this.timer = null;
    if (this.count > 0) this.tickSoon();
  };

  private overdue(waiting: Waiting, now: number): void {
    if (waiting.sent > waiting.exchange.retries) {
      waiting.asked.isSilent = true;
      this.fail(waiting, snmpFault(waiting.isMalformed ? 'MALFORMED' : 'NO_ANSWER'));
    } else {
      this.send(waiting, now);
    }
  }

  private flush(): void {
    const { queue } = this;
    if (queue.length === 0) return;
    this.queue = [];
    const now = performance.now();
    for (const waiting of queue) if (this.isWaiting(waiting)) this.send(waiting, now);
  }

  private send(waiting: Waiting, now: number): void {
    const { asked, id } = waiting;
    const { template, timeoutMs, backoff } = waiting.exchange;
    if (waiting.sent > 0) {
      asked.isSilent = true;
      this.traffic.retries += 1;
    } else this.traffic.requests += 1;
    waiting.dueAt = now + timeoutMs * backoff ** waiting.sent;
    waiting.sent += 1;
    const request = asked.protection === null ? withId(template, id) : asked.protection.request(template, id);
    // A failure to send is heard of as silence: the next try may find a way.
    if (asked.isSilent) this.sendAlone(waiting, request);
    else this.socketFor(asked.address).send(request, asked.port, asked.address);
  }

  /**
   * Sends to a silent device from a socket that is connected to it: only such a one hears that nobody listens there
   * (ICMP "port unreachable").
   */
  private sendAlone(waiting: Waiting, request: Buffer): void {
    const { address, port } = waiting.asked;
    waiting.own?.close();
    const socket = openSocket(familyOf(address));
    waiting.own = socket;
    socket.on('error', (error) => {
      if (this.isWaiting(waiting)) this.fail(waiting, faultOf(error, waiting.isMalformed));
    });
    socket.on('message', this.receive);
    socket.connect(port, address, () => {
      if (this.isWaiting(waiting)) socket.send(request);
    });
  }

  private isWaiting(waiting: Waiting): boolean {
    return this.waiting[waiting.id & (PLACES - 1)] === waiting;
  }

  private socketFor(address: string): Socket {
    const family = familyOf(address);
    const known = this.sockets.get(family);
    if (known) return known;
    const socket = openSocket(family);
    socket.on('error', () => undefined);
    socket.on('message', this.receive);
    socket.bind(0, family === 'udp6' ? '::' : '0.0.0.0', () => {
      // The system may allow less; what it drops is asked again.
      socket.setRecvBufferSize(BUFFER_OCTETS);
      socket.setSendBufferSize(BUFFER_OCTETS);
    });
    socket.unref();
    this.sockets.set(family, socket);
    return socket;
  }

  private readonly receive = (octets: Buffer, from: RemoteInfo): void => {
    const head = plainHead(octets);
    if (head === null) {
      this.receiveUnusual(octets, from);
      return;
    }
    const waiting = this.waiting[head.id & (PLACES - 1)];
    // A late answer to a request that was answered before is no offence.
    if (waiting?.id !== head.id) return;
    if (from.port !== waiting.asked.port || from.address !== waiting.asked.address) {
      this.refused.add('UNKNOWN_SOURCE');
    } else if (waiting.asked.community === null) {
      this.refuse(waiting, 'VERSION');
    } else if (!isCommunity(octets, waiting.asked.community)) {
      this.refuse(waiting, 'COMMUNITY');
    } else {
      this.answer(waiting, octets, head);
    }
  };

  /** Not what a well-behaved agent sends: judged by the guard, as everything for the library is. */
  private receiveUnusual(octets: Buffer, from: RemoteInfo): void {
    const { refusal, header } = inspect(octets, 'response');
    if (refusal !== null || header.version === 'V1') {
      this.refused.add(refusal ?? 'VERSION');
      this.markMalformed(from);
      return;
    }
    const id = header.version === 'V3' ? header.messageId : answerHead(octets).id;
    const waiting = this.waiting[id & (PLACES - 1)];
    if (waiting?.id !== id) return;
    const { asked } = waiting;
    if (from.port !== asked.port || from.address !== asked.address) this.refused.add('UNKNOWN_SOURCE');
    else if (header.version === 'V3') this.receiveProtected(octets, header, waiting);
    else if (asked.community === null) this.refuse(waiting, 'VERSION');
    else if (!header.community.equals(asked.community)) this.refuse(waiting, 'COMMUNITY');
    else this.answer(waiting, octets, null);
  }

  private receiveProtected(octets: Buffer, header: V3Header, waiting: Waiting): void {
    const { protection } = waiting.asked;
    const opened = protection === null ? 'VERSION' : protection.open(octets, header);
    if (typeof opened === 'string') this.refuse(waiting, opened);
    else if (opened === null) this.fail(waiting, new NotProtected());
    else this.answer(waiting, opened, null);
  }

  private answer(waiting: Waiting, octets: Buffer, head: Head | null): void {
    this.release(waiting);
    waiting.asked.isSilent = false;
    waiting.exchange.onAnswer(octets, head);
  }

  /** The silence of a device that sends rubbish has another name. */
  private markMalformed({ address, port }: RemoteInfo): void {
    for (const waiting of this.waiting) {
      if (waiting?.asked.port === port && waiting.asked.address === address) waiting.isMalformed = true;
    }
  }

  private refuse(waiting: Waiting, refusal: Refusal): void {
    this.refused.add(refusal);
    waiting.isMalformed = true;
  }

  private fail(waiting: Waiting, error: Error): void {
    this.release(waiting);
    waiting.exchange.onFailed(error);
  }

  private release(waiting: Waiting): void {
    const place = waiting.id & (PLACES - 1);
    this.waiting[place] = undefined;
    this.free.push(place);
    this.count -= 1;
    waiting.own?.close();
    waiting.own = null;
  }

  private random(): number {
    if (this.noiseAt >= this.noise.length) {
      randomFillSync(this.noise);
      this.noiseAt = 0;
    }
    return this.noise[this.noiseAt++] ?? 0;
  }
}

type Family = 'udp4' | 'udp6';

/** Of an address as the system writes it: a full look at one takes as long as a tenth of sending. */
function familyOf(address: string): Family {
  return address.includes(':') ? 'udp6' : 'udp4';
}

type Found = (error: Error | null, address: string, family: number) => void;

/** Addresses are resolved before: asking the system again for each message would cost more than the message. */
function openSocket(family: Family): Socket {
  const number = family === 'udp6' ? 6 : 4;
  const asGiven = (address: string, _options: unknown, found: Found): void => {
    found(null, address, number);
  };
  return createSocket({ type: family, lookup: asGiven });
}

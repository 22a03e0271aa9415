import type { RefusalCount } from '../guard/guard.js';
import { inspectDecrypted } from '../guard/inspect.js';
import { snmpFault } from '../net-snmp-faults.js';
import { NetSnmpClient } from '../net-snmp-client.js';
import {
  type BulkAnswer,
  type BulkRequest,
  type CellLayout,
  type CellRows,
  type Further,
  type EngineMoment,
  type RowReader,
  type RowsRequest,
  type SnmpClient,
  type SnmpTarget,
  SnmpTooBig,
  type Varbind,
} from '../snmp-client.js';
import { AUTHENTICATION, type V3Access } from '../usm-keys.js';
import { answerHead } from './answer-decoder.js';
import { LayoutRequests } from './layout-requests.js';
import { resolveAddress } from './resolve-address.js';
import { scopedHead, UNUSUAL } from './row-decoder.js';
import { type Asked, NotProtected, type SharedSockets } from './shared-sockets.js';
import { isLeanPrivacy, type LeanPrivacy } from './usm-cipher.js';
import { V3Engine } from './v3-engine.js';

/** error-status (RFC 3416 section 3). */
const TOO_BIG = 1;
const RESPONSE = 0xa2;
/** Everything around the bindings but names and digest, with numbers and lengths as long as they can be. */
const ENVELOPE_OCTETS = 92;
const LONGEST_ENGINE_ID = 32;

const known = new WeakMap<CellLayout, LayoutRequests>();

/** Shared by all devices: what differs is put around the PDU when it is sent. */
function requestsOf(layout: CellLayout): LayoutRequests {
  const requests = known.get(layout) ?? new LayoutRequests(layout, (pdu) => pdu);
  known.set(layout, requests);
  return requests;
}

/** A known engine, and where it is asked. */
interface Known {
  readonly engine: V3Engine;
  readonly asked: Asked;
}

/** Whether a v3 device can be read lean. DES cannot: it is a legacy cipher, which the library pads and chains. */
export function isLeanAccess(access: V3Access): boolean {
  return isLeanPrivacy(access.privProtocol);
}

/**
 * SNMPv3 to one device. The library finds out who the engine is and what time it has, and reads all that is not read
 * steadily; the steady polls go over the socket that all devices share, with keys that are made once. Whatever is odd
 * about an answer (a report, another engine, silence) is left to the library at the next request: it begins anew, and
 * knows the name of each fault.
 */
export class LeanV3Client implements SnmpClient, RowReader {
  private readonly library: NetSnmpClient;
  private readonly access: V3Access;
  private readonly privacy: LeanPrivacy;
  private known: Known | null = null;
  private isHurried = false;
  private requests: LayoutRequests | null = null;

  /** @throws Error when the device is not asked by v3, or under another cipher than AES */
  constructor(
    private readonly target: SnmpTarget,
    private readonly sockets: SharedSockets,
    refused: RefusalCount,
  ) {
    const { access } = target;
    if (access.version !== 'V3' || !isLeanPrivacy(access.privProtocol)) throw new Error('Only v3 with AES is read so');
    this.access = access;
    this.privacy = access.privProtocol;
    this.library = new NetSnmpClient(target, refused, sockets.traffic);
  }

  get envelopeOctets(): number {
    const { user, contextName, authProtocol } = this.access;
    const names = Buffer.byteLength(user) + Buffer.byteLength(contextName);
    const engineId = this.known?.engine.idOctets ?? LONGEST_ENGINE_ID;
    return ENVELOPE_OCTETS + names + AUTHENTICATION[authProtocol].digestOctets + 2 * engineId;
  }

  get engineId(): string | null {
    return this.library.engineId;
  }

  get engineMoment(): EngineMoment | null {
    return this.known?.engine.engineMoment ?? this.library.engineMoment;
  }

  get(oids: readonly string[], signal: AbortSignal, retries?: number): Promise<readonly Varbind[]> {
    return this.library.get(oids, signal, retries);
  }

  getBulk(request: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    return this.library.getBulk(request, signal);
  }

  async readRows(first: RowsRequest, into: CellRows, signal: AbortSignal, further: Further): Promise<boolean> {
    for (let request: RowsRequest | null = first; request !== null; request = further()) {
      if (!(await this.readMessage(request, into, signal))) return false;
    }
    return true;
  }

  private async readMessage(request: RowsRequest, into: CellRows, signal: AbortSignal): Promise<boolean> {
    const { known } = this;
    if (known === null) {
      const isPlain = await this.library.readRows?.(request, into, signal, () => null);
      this.known = await this.getToKnow(signal);
      return isPlain === true;
    }
    try {
      return await this.ask(known, request, into, signal);
    } catch (error) {
      if (error instanceof SnmpTooBig) throw error;
      this.close();
      if (error instanceof NotProtected) return this.readMessage(request, into, signal);
      throw error;
    }
  }

  hurry(isHurried: boolean): void {
    this.isHurried = isHurried;
  }

  close(): void {
    this.known = null;
    this.library.close();
  }

  private ask({ engine, asked }: Known, request: RowsRequest, into: CellRows, signal: AbortSignal): Promise<boolean> {
    if (this.requests?.layout !== request.layout) this.requests = requestsOf(request.layout);
    const { decoder } = this.requests;
    const template = this.requests.of(request);
    const scalars = request.withScalars ? request.layout.scalars.length : 1;
    const { timeoutMs, backoff, retries } = this.target.profile;
    return new Promise((resolve, reject) => {
      const onAnswer = (scoped: Buffer): void => {
        const head = scopedHead(scoped, engine.context);
        const rows = head === null ? UNUSUAL : decoder.read(scoped, head, request.after, scalars, into);
        if (rows !== UNUSUAL && rows <= request.rows) {
          this.sockets.traffic.varbinds += scalars + rows * request.layout.columns.length;
          resolve(true);
        } else judge(scoped, resolve, reject);
      };
      const answered = { onAnswer, onFailed: reject };
      const { isHurried } = this;
      this.sockets.ask({ asked, template, timeoutMs, backoff, retries, signal, isHurried, ...answered });
    });
  }

  /** Null while the library does not know the engine's time. */
  private async getToKnow(signal: AbortSignal): Promise<Known | null> {
    const moment = this.library.engineMoment;
    if (moment === null) return null;
    const address = await resolveAddress(this.target.address, signal);
    const engine = new V3Engine(this.access, this.privacy, moment);
    const { port } = this.target;
    return { engine, asked: { address, port, community: null, protection: engine, isSilent: true } };
  }
}

/** An authentic answer that is no plain table: badly formed, a report, an error, or one that the library can read. */
function judge(scoped: Buffer, resolve: (isPlain: boolean) => void, reject: (error: Error) => void): void {
  if (inspectDecrypted(scoped) !== null) {
    reject(snmpFault('MALFORMED'));
    return;
  }
  // A scoped PDU is built as a community message is: two names, and the PDU.
  const { pdu, errorStatus } = answerHead(scoped);
  if (pdu !== RESPONSE) reject(new NotProtected());
  else if (errorStatus === 0) resolve(false);
  else reject(errorStatus === TOO_BIG ? new SnmpTooBig() : snmpFault('REFUSED'));
}

import { inspect } from '../guard/inspect.js';
import { snmpFault } from '../net-snmp-faults.js';
import {
  type BulkAnswer,
  type BulkRequest,
  type CellLayout,
  type CellRows,
  type Further,
  type RowReader,
  type RowsRequest,
  type SnmpClient,
  type SnmpTarget,
  SnmpTooBig,
  type Varbind,
} from '../snmp-client.js';
import { answerHead, answerVarbinds } from './answer-decoder.js';
import { encodePdu, inCommunity, oidOctets, REQUEST, type RequestTemplate } from './ber-encoder.js';
import { LayoutRequests } from './layout-requests.js';
import { resolveAddress } from './resolve-address.js';
import { type Head, UNUSUAL } from './row-decoder.js';
import type { Asked, SharedSockets } from './shared-sockets.js';

/** error-status (RFC 3416 section 3). */
const TOO_BIG = 1;
/** Version, request id, error fields and lengths. */
const ENVELOPE_OCTETS = 32;

const known = new WeakMap<CellLayout, Map<string, LayoutRequests>>();

/** Shared by all devices of a community. */
function requestsOf(layout: CellLayout, community: Buffer): LayoutRequests {
  const byCommunity = known.get(layout) ?? new Map<string, LayoutRequests>();
  known.set(layout, byCommunity);
  const name = community.toString('latin1');
  const requests = byCommunity.get(name) ?? new LayoutRequests(layout, (pdu) => inCommunity(community, pdu));
  byCommunity.set(name, requests);
  return requests;
}

/**
 * SNMP v2c to one device over a socket that it shares with all others, for the steady polls: requests made beforehand,
 * answers read in one pass. It is as strict as the guard in front of the library, and takes nothing that was not asked for.
 */
export class LeanClient implements SnmpClient, RowReader {
  readonly engineId = null;
  readonly envelopeOctets: number;
  readonly engineMoment = null;
  private asked: Asked | null = null;
  private isHurried = false;
  /** Of the layout that was read last, which is nearly always that of the next poll. */
  private requests: LayoutRequests | null = null;
  private readonly community: Buffer;

  /** @throws Error when the device is not asked by v2c */
  constructor(
    private readonly target: SnmpTarget,
    private readonly sockets: SharedSockets,
  ) {
    if (target.access.version !== 'V2C') throw new Error('Only v2c is read this way');
    this.community = Buffer.from(target.access.community);
    this.envelopeOctets = ENVELOPE_OCTETS + this.community.length;
  }

  async get(oids: readonly string[], signal: AbortSignal, retries?: number): Promise<readonly Varbind[]> {
    const template = inCommunity(this.community, encodePdu(REQUEST.get, oids.map(oidOctets), 0, 0));
    const varbinds = await this.general(template, signal, retries);
    if (varbinds.length !== oids.length || varbinds.some(({ oid }, at) => oid !== oids[at]))
      throw snmpFault('OTHER_OID');
    return varbinds;
  }

  async getBulk({ scalars, columns, maxRepetitions }: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    const oids = [...scalars, ...columns].map(oidOctets);
    const pdu = encodePdu(REQUEST.getBulk, oids, scalars.length, maxRepetitions);
    const template = inCommunity(this.community, pdu);
    const varbinds = await this.general(template, signal);
    const most = scalars.length + columns.length * maxRepetitions;
    // More than was asked for is no answer to it.
    if (varbinds.length > most) throw snmpFault('MALFORMED');
    const rows = varbinds.slice(scalars.length);
    return {
      scalars: varbinds.slice(0, scalars.length),
      columns: columns.map((_, column) => rows.filter((__, at) => at % columns.length === column)),
    };
  }

  readRows(first: RowsRequest, into: CellRows, signal: AbortSignal, further: Further): Promise<boolean> {
    const { asked } = this;
    if (asked !== null) return this.askRows(asked, first, into, signal, further);
    return this.resolve(signal).then((found) => this.askRows(found, first, into, signal, further));
  }

  /** One message after another from the answers' own hands: a promise a message would cost as much as reading it. */
  private askRows(
    asked: Asked,
    first: RowsRequest,
    into: CellRows,
    signal: AbortSignal,
    further: Further,
  ): Promise<boolean> {
    if (this.requests?.layout !== first.layout) this.requests = requestsOf(first.layout, this.community);
    const { requests } = this;
    const { decoder } = requests;
    return new Promise((resolve, reject) => {
      let request = first;
      let scalars = 0;
      const ask = (next: RowsRequest): void => {
        request = next;
        scalars = next.withScalars ? next.layout.scalars.length : 1;
        this.send(asked, requests.of(next), signal, undefined, reject, take);
      };
      const take = (octets: Buffer, head: Head | null): void => {
        const rows = head === null ? UNUSUAL : decoder.read(octets, head, request.after, scalars, into);
        if (rows === UNUSUAL || rows > request.rows) {
          this.judge(octets, resolve, reject);
          return;
        }
        this.sockets.traffic.varbinds += scalars + rows * request.layout.columns.length;
        try {
          const next = further();
          if (next === null) resolve(true);
          else ask(next);
        } catch (error) {
          // Called by a socket, which has nobody to throw it to.
          reject(error instanceof Error ? error : snmpFault('INTERNAL'));
        }
      };
      ask(first);
    });
  }

  hurry(isHurried: boolean): void {
    this.isHurried = isHurried;
  }

  close(): void {
    this.asked = null;
  }

  /** An answer that is no plain table: badly formed, an error, or one that the general way can read. */
  private judge(octets: Buffer, resolve: (isPlain: boolean) => void, reject: (error: Error) => void): void {
    const { refusal } = inspect(octets, 'response');
    if (refusal !== null) {
      reject(snmpFault('MALFORMED'));
      return;
    }
    const { errorStatus } = answerHead(octets);
    if (errorStatus === 0) resolve(false);
    else reject(errorStatus === TOO_BIG ? new SnmpTooBig() : snmpFault('REFUSED'));
  }

  private async general(template: RequestTemplate, signal: AbortSignal, retries?: number): Promise<Varbind[]> {
    const asked = this.asked ?? (await this.resolve(signal));
    const octets = await new Promise<Buffer>((resolve, reject) => {
      this.send(asked, template, signal, retries, reject, (answer) => {
        if (inspect(answer, 'response').refusal === null) resolve(answer);
        else reject(snmpFault('MALFORMED'));
      });
    });
    const head = answerHead(octets);
    if (head.errorStatus === TOO_BIG) throw new SnmpTooBig();
    if (head.errorStatus !== 0) throw snmpFault('REFUSED');
    const varbinds = answerVarbinds(octets, head);
    this.sockets.traffic.varbinds += varbinds.length;
    return varbinds;
  }

  private send(
    asked: Asked,
    template: RequestTemplate,
    signal: AbortSignal,
    retries: number | undefined,
    onFailed: (error: Error) => void,
    onAnswer: (octets: Buffer, head: Head | null) => void,
  ): void {
    const { timeoutMs, backoff, retries: usual } = this.target.profile;
    const { isHurried } = this;
    const often = retries ?? usual;
    this.sockets.ask({ asked, template, timeoutMs, backoff, retries: often, signal, isHurried, onAnswer, onFailed });
  }

  /** @throws SnmpFault `NO_SUCH_HOST` */
  private async resolve(signal: AbortSignal): Promise<Asked> {
    const { address, port } = this.target;
    const { community } = this;
    const found = await resolveAddress(address, signal);
    this.asked = { address: found, port, community, protection: null, isSilent: true };
    return this.asked;
  }
}

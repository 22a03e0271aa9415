import { lookup } from 'node:dns/promises';
import { isIP, SocketAddress } from 'node:net';
import { orAborted } from '../../clock/deadline.js';
import { inspect } from '../guard/inspect.js';
import { faultOf, snmpFault } from '../net-snmp-faults.js';
import {
  type BulkAnswer,
  type BulkRequest,
  type CellLayout,
  type CellRows,
  type RowReader,
  type RowsRequest,
  type SnmpClient,
  type SnmpTarget,
  SnmpTooBig,
  type Varbind,
} from '../snmp-client.js';
import { answerHead, answerVarbinds } from './answer-decoder.js';
import { encodeRequest, oidOctets, REQUEST, type RequestTemplate } from './ber-encoder.js';
import { type Head, RowDecoder, UNUSUAL } from './row-decoder.js';
import type { Asked, SharedSockets } from './shared-sockets.js';

/** error-status (RFC 3416 section 3). */
const TOO_BIG = 1;
/** Requests of one layout that are kept: those of all places at which tables of the usual sizes are continued. */
const MOST_TEMPLATES = 4_096;

/** More than twice the rows that a message can ask for. */
const MOST_KEYED = 2 ** 16;

/** Version, request id, error fields and lengths. */
const ENVELOPE_OCTETS = 32;

/** What is known of a layout once and for all devices of a community. */
interface Compiled {
  readonly layout: CellLayout;
  readonly decoder: RowDecoder;
  /** By the rows they ask for. */
  readonly templates: Map<number, RequestTemplate>;
}

const compiled = new WeakMap<CellLayout, Map<string, Compiled>>();

function compile(layout: CellLayout, community: string): Compiled {
  const byCommunity = compiled.get(layout) ?? new Map<string, Compiled>();
  compiled.set(layout, byCommunity);
  const known = byCommunity.get(community) ?? { layout, decoder: new RowDecoder(layout), templates: new Map() };
  byCommunity.set(community, known);
  return known;
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
  /** Of the layout that was read last, which is nearly always that of the next poll. */
  private compiled: Compiled | null = null;
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
    const template = encodeRequest(REQUEST.get, this.community, oids.map(oidOctets), 0, 0);
    const varbinds = await this.general(template, signal, retries);
    if (varbinds.length !== oids.length || varbinds.some(({ oid }, at) => oid !== oids[at]))
      throw snmpFault('OTHER_OID');
    return varbinds;
  }

  async getBulk({ scalars, columns, maxRepetitions }: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    const oids = [...scalars, ...columns].map(oidOctets);
    const template = encodeRequest(REQUEST.getBulk, this.community, oids, scalars.length, maxRepetitions);
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

  async readRows(request: RowsRequest, into: CellRows, signal: AbortSignal): Promise<boolean> {
    const asked = this.asked ?? (await this.resolve(signal));
    if (this.compiled?.layout !== request.layout) this.compiled = compile(request.layout, this.communityText);
    const { decoder, templates } = this.compiled;
    const template = this.rowsTemplate(request, templates);
    const scalars = request.withScalars ? request.layout.scalars.length : 1;
    return new Promise((resolve, reject) => {
      this.send(asked, template, signal, undefined, reject, (octets, head) => {
        const rows = head === null ? UNUSUAL : decoder.read(octets, head, request.after, scalars, into);
        if (rows !== UNUSUAL && rows <= request.rows) resolve(true);
        else this.judge(octets, resolve, reject);
      });
    });
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

  private rowsTemplate(request: RowsRequest, templates: Map<number, RequestTemplate>): RequestTemplate {
    const { layout, after, rows, withScalars } = request;
    const key = after * MOST_KEYED + rows * 2 + (withScalars ? 1 : 0);
    const known = templates.get(key);
    if (known) return known;
    const scalars = withScalars ? layout.scalars : layout.scalars.slice(0, 1);
    const starts = layout.columns.map(({ oid }) => (after <= 0 ? oid : `${oid}.${String(after)}`));
    const oids = [...scalars, ...starts].map(oidOctets);
    const template = encodeRequest(REQUEST.getBulk, this.community, oids, scalars.length, rows);
    if (templates.size >= MOST_TEMPLATES) templates.clear();
    templates.set(key, template);
    return template;
  }

  private get communityText(): string {
    const { access } = this.target;
    return access.version === 'V2C' ? access.community : '';
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
    return answerVarbinds(octets, head);
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
    this.sockets.ask({
      ...{ asked, template, timeoutMs, backoff, signal, onAnswer, onFailed },
      retries: retries ?? usual,
    });
  }

  /** @throws SnmpFault `NO_SUCH_HOST` */
  private async resolve(signal: AbortSignal): Promise<Asked> {
    const { address, port } = this.target;
    try {
      const found = isIP(address) === 0 ? await orAborted(lookup(address), signal) : { address, family: isIP(address) };
      const family = found.family === 6 ? 'ipv6' : 'ipv4';
      // The system tells addresses of senders in one way of writing, people have several.
      const written = new SocketAddress({ address: found.address, family }).address;
      this.asked = { address: written, port, community: this.community, isSilent: true };
      return this.asked;
    } catch (error) {
      if (signal.aborted) throw signal.reason as Error;
      throw faultOf(error, false);
    }
  }
}

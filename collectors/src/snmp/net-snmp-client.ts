import snmp from 'net-snmp';
import { orAborted, withDeadline } from '../clock/deadline.js';
import { SMI } from '../mibs/smi.js';
import { ConnectedSocket } from './connected-socket.js';
import { Guard, type RefusalCount } from './guard/guard.js';
import { ReasonCounts, type Refusal } from './guard/refusals.js';
import type { MessageHeader } from './guard/verdict.js';
import { faultOf, snmpFault } from './net-snmp-faults.js';
import { type LibrarySession, openSession } from './net-snmp-session.js';
import { takeLibraryRows } from './library-rows.js';
import { patienceMs } from './patience.js';
import type {
  BulkAnswer,
  BulkRequest,
  CellRows,
  EngineMoment,
  RowReader,
  RowsRequest,
  SnmpClient,
  SnmpTarget,
  Varbind,
} from './snmp-client.js';
import { SnmpFault, SnmpTooBig } from './snmp-client.js';
import { SnmpTraffic } from './snmp-traffic.js';

type Answered<T> = (error: Error | null, answer?: T) => void;

interface OpenSession {
  readonly socket: ConnectedSocket;
  readonly session: LibrarySession;
}

/** Discovery of the engine, of its time, and the request itself each wait on their own (RFC 3414 section 4). */
const V3_EXCHANGES = 3;
/** What a request may take beyond the library's own timers before it is given up. */
const GRACE_MS = 250;
/** Header, security parameters with the longest digest and engine id, and the scoped PDU around the bindings. */
const V3_ENVELOPE_OCTETS = 190;

/**
 * SNMP v1, v2c and v3 to one device over net-snmp.
 *
 * The session is kept while the device answers and thrown away at the first fault, so that the next request resolves
 * the name, discovers the engine and opens the socket anew. Every request has a deadline of its own: the library
 * forgets a request when an answer to it makes it throw.
 */
export class NetSnmpClient implements SnmpClient {
  engineId: string | null = null;
  private open: OpenSession | null = null;
  private readonly guard: Guard;

  /** @param refused where refused datagrams are counted; a count of its own unless given, as of `traffic` */
  constructor(
    private readonly target: SnmpTarget,
    refused: RefusalCount = new ReasonCounts<Refusal>(),
    private readonly traffic: SnmpTraffic = new SnmpTraffic(),
  ) {
    this.guard = new Guard({ direction: 'response', message: (header) => this.oddity(header) }, refused);
  }

  /** What the agent's engine told last of its time, authentically (SNMPv3); null before. */
  get engineMoment(): EngineMoment | null {
    const { open, engineId } = this;
    const moment = open?.session.getEngineTime?.();
    return moment && engineId !== null ? { engineId, boots: moment.engineBoots, time: moment.engineTime } : null;
  }

  async get(oids: readonly string[], signal: AbortSignal, retries?: number): Promise<readonly Varbind[]> {
    const answer = await this.ask<snmp.Varbind[]>(signal, retries, (session, answered) => {
      session.get([...oids], answered);
    });
    const varbinds = answer.map(asVarbind);
    this.traffic.varbinds += varbinds.length;
    if (varbinds.length !== oids.length || varbinds.some(({ oid }, at) => oid !== oids[at])) {
      this.close();
      throw snmpFault('OTHER_OID');
    }
    return varbinds;
  }

  async getBulk(request: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    if (this.target.access.version === 'V1') return this.nextRow(request, signal);
    const { scalars, columns, maxRepetitions } = request;
    const answer = await this.ask<(snmp.Varbind | snmp.Varbind[])[]>(signal, undefined, (session, answered) => {
      session.getBulk([...scalars, ...columns], scalars.length, maxRepetitions, answered);
    });
    this.traffic.varbinds += answer.flat().length;
    return {
      scalars: answer.slice(0, scalars.length).flat().map(asVarbind),
      columns: columns.map((_, at) => [answer[scalars.length + at] ?? []].flat().map(asVarbind)),
    };
  }

  /** Of SNMPv3, the version that has no lean reader. */
  get envelopeOctets(): number {
    return V3_ENVELOPE_OCTETS;
  }

  /** Rows straight from what the library decoded; undefined in SNMPv1, which has no GETBULK. */
  get readRows(): RowReader['readRows'] | undefined {
    return this.target.access.version === 'V1' ? undefined : this.rowsOfLibrary;
  }

  private readonly rowsOfLibrary: RowReader['readRows'] = async (first, into, signal, further) => {
    for (let request: RowsRequest | null = first; request !== null; request = further()) {
      if (!(await this.messageOfRows(request, into, signal))) return false;
    }
    return true;
  };

  private async messageOfRows(request: RowsRequest, into: CellRows, signal: AbortSignal): Promise<boolean> {
    const { layout, after, rows, withScalars } = request;
    const scalars = withScalars ? layout.scalars : layout.scalars.slice(0, 1);
    const starts = layout.columns.map(({ oid }) => (after <= 0 ? oid : `${oid}.${String(after)}`));
    const answer = await this.ask<(snmp.Varbind | snmp.Varbind[])[]>(signal, undefined, (session, answered) => {
      session.getBulk([...scalars, ...starts], scalars.length, rows, answered);
    });
    this.traffic.varbinds += answer.flat().length;
    return takeLibraryRows(request, scalars, answer, into);
  }

  close(): void {
    const { open } = this;
    this.open = null;
    open?.session.close();
  }

  /**
   * SNMPv1 has no GETBULK: one row by GETNEXT. An agent answers noSuchName for the whole PDU when one column is the
   * last of its MIB (RFC 1157 section 4.1.3); that column is taken out and the rest asked again.
   */
  private async nextRow({ scalars, columns }: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    const oids = [...scalars, ...columns];
    const ended = new Set<string>();
    for (;;) {
      const asked = oids.filter((oid) => !ended.has(oid));
      const refused: string[] = [];
      const answer =
        asked.length === 0
          ? []
          : await this.ask<snmp.Varbind[]>(signal, undefined, (session, answered) => {
              session.getNext(asked, (error, varbinds) => {
                const last = asked.find((oid) => isNoSuchName(error, oid));
                if (last === undefined) answered(error, varbinds);
                else {
                  refused.push(last);
                  answered(null, []);
                }
              });
            });
      this.traffic.varbinds += answer.length;
      for (const oid of refused) ended.add(oid);
      if (refused.length > 0) continue;

      const answers = new Map(asked.map((oid, at) => [oid, answer[at]]));
      const varbinds = oids.map((oid) => {
        const varbind = answers.get(oid);
        return varbind ? asVarbind(varbind) : { oid, type: SMI.END_OF_MIB_VIEW, value: null };
      });
      return {
        scalars: varbinds.slice(0, scalars.length),
        columns: varbinds.slice(scalars.length).map((varbind) => [varbind]),
      };
    }
  }

  private async ask<T>(
    signal: AbortSignal,
    retries: number | undefined,
    send: (session: LibrarySession, answered: Answered<T>) => void,
  ): Promise<T> {
    const { profile, access } = this.target;
    const sends = retries ?? profile.retries;
    const exchanges = access.version === 'V3' ? V3_EXCHANGES : 1;
    let isUnreadable = (): boolean => false;
    try {
      return await withDeadline(signal, patienceMs(profile, sends) * exchanges + GRACE_MS, async (ended) => {
        const open = (this.open ??= await orAborted(this.connect(ended), ended));
        const before = open.socket.unreadable;
        isUnreadable = () => open.socket.unreadable > before;
        open.session.retries = sends;
        const answer = await orAborted(exchange(open, send), ended);
        this.engineId = open.session.msgSecurityParameters?.msgAuthoritativeEngineID?.toString('hex') ?? null;
        return answer;
      });
    } catch (error) {
      if (signal.aborted) {
        this.close();
        throw signal.reason as Error;
      }
      const fault = faultOf(error, isUnreadable());
      if (!(fault instanceof SnmpTooBig)) this.close();
      throw fault;
    }
  }

  /** What is wrong with a well-formed message as an answer to this target. */
  private oddity(header: MessageHeader): Refusal | null {
    if (header.version !== this.target.access.version) return 'VERSION';
    if (header.version !== 'V3' || !header.isAuthenticated) return null;
    const engineId = this.open?.session.msgSecurityParameters?.msgAuthoritativeEngineID;
    return engineId?.equals(header.engineId) ? null : 'OTHER_ENGINE';
  }

  private async connect(signal: AbortSignal): Promise<OpenSession> {
    const socket = await ConnectedSocket.open(this.target.address, this.target.port, this.guard, this.traffic);
    if (signal.aborted) {
      // Nobody waits for it any more: name resolution can take longer than a deadline.
      socket.close();
      throw signal.reason as Error;
    }
    return { socket, session: openSession(this.target, socket) };
  }
}

/** One request and its answer; settles once, whatever the library calls later. */
function exchange<T>(
  { session, socket }: OpenSession,
  send: (session: LibrarySession, answered: Answered<T>) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    socket.onRefused = () => {
      reject(snmpFault('PORT_CLOSED'));
    };
    send(session, (error, answer) => {
      if (error) reject(error);
      else if (answer === undefined) reject(snmpFault('MALFORMED'));
      else resolve(answer);
    });
  });
}

function asVarbind({ oid, type, value }: snmp.Varbind): Varbind {
  if (type === undefined) throw new SnmpFault('MALFORMED', 'A value came without a type');
  return { oid, type, value: value ?? null };
}

/** The library tells the refused instance only in its message. */
function isNoSuchName(error: Error | null, oid: string): boolean {
  return (
    error instanceof snmp.RequestFailedError &&
    error.status === snmp.ErrorStatus.NoSuchName &&
    error.message.endsWith(`: ${oid}`)
  );
}

import type { DeviceFault, PollProfile, SnmpAccess } from '@linewatch/shared';

/** One value an agent returned. Wider than one type on purpose: decoding is a later stage. */
export interface Varbind {
  /** Dotted decimal, as the agent sent it. */
  readonly oid: string;
  /** BER tag of the value (RFC 2578, RFC 3416 section 3). */
  readonly type: number;
  readonly value: Buffer | string | number | bigint | boolean | null;
}

/** One GETBULK: scalars once (non-repeaters), then up to `maxRepetitions` rows of all columns together. */
export interface BulkRequest {
  readonly scalars: readonly string[];
  readonly columns: readonly string[];
  readonly maxRepetitions: number;
}

/** The answer in the order of the request. An agent may cut it at any varbind: columns can differ in length. */
export interface BulkAnswer {
  readonly scalars: readonly Varbind[];
  readonly columns: readonly (readonly Varbind[])[];
}

/** Where an agent listens, how it is spoken to and how long it is waited for. */
export interface SnmpTarget {
  readonly address: string;
  readonly port: number;
  readonly access: SnmpAccess;
  readonly profile: PollProfile;
}

/** A moment in the life of a v3 engine (RFC 3414 section 2.2). */
export interface EngineMoment {
  /** Hex. */
  readonly engineId: string;
  /** How often the engine was started. */
  readonly boots: number;
  /** Seconds since that start. */
  readonly time: number;
}

/** What a cell of a table holds, and so how it is read: INTEGER, an unsigned 32-bit type, Counter64 or OCTET STRING. */
export type CellKind = 'integer' | 'unsigned32' | 'counter64' | 'text';

/** A column, and the cell of a row that takes its value; a Counter64 takes two, its upper half first. */
export interface CellColumn {
  readonly oid: string;
  readonly kind: CellKind;
  readonly cell: number;
}

/** What a steady poll reads, known once and for all, so that requests can be made beforehand. */
export interface CellLayout {
  /** Objects with the one instance `.0`, as numbers; the first is in every message, the others where asked for. */
  readonly scalars: readonly string[];
  readonly columns: readonly CellColumn[];
  /** The cell that takes the index of the row, and how many cells a row has. */
  readonly indexCell: number;
  readonly cells: number;
}

/** The rows behind index `after`, at most so many. */
export interface RowsRequest {
  readonly layout: CellLayout;
  readonly after: number;
  readonly rows: number;
  /** Whether all scalars are asked, or only the first. */
  readonly withScalars: boolean;
}

/** Rows of numbers, filled by one message after another. Made once for a device and used in every poll. */
export interface CellRows {
  cells: Float64Array;
  /** Rows that are complete. */
  count: number;
  /** Values of the scalars; NaN where the agent has none. */
  readonly scalars: Float64Array;
  /** The text of each row, made anew only when its octets are others than in the poll before. */
  readonly texts: string[];
  readonly textOctets: Buffer[];
  /** Octets that the rows of the last message took. */
  octets: number;
}

/** Called after each message of which the rows were appended. @returns what is asked next, or null */
export type Further = () => RowsRequest | null;

/** A client that reads tables straight into numbers. */
export interface RowReader {
  /** Octets of a message beside its variable bindings, at most. */
  readonly envelopeOctets: number;

  /**
   * Appends rows to `into`, message by message.
   * @returns false when an answer is no plain table (columns of different rows, absent or odd values): it has to be
   *   asked again by `getBulk`
   * @throws SnmpTooBig, SnmpFault
   */
  readRows(first: RowsRequest, into: CellRows, signal: AbortSignal, further: Further): Promise<boolean>;
}

/** All that the pipeline needs from SNMP for one device. The net-snmp library is known only to its adapter. */
export interface SnmpClient {
  /**
   * The values of exactly these instances, in this order. Absent ones come as exceptions (noSuchObject, noSuchInstance).
   *
   * @param oids instances
   * @param signal ends the request early; the promise then rejects with the signal's reason
   * @param retries how often an unanswered request is sent again; that of the device's profile unless given
   * @throws SnmpFault why there is no usable answer
   */
  get(oids: readonly string[], signal: AbortSignal, retries?: number): Promise<readonly Varbind[]>;

  /**
   * The instances that follow the given ones (RFC 3416 section 4.2.3). Nothing is promised about the answer's
   * order or subtree: the walk checks both.
   *
   * @throws SnmpTooBig when the agent says the answer would not fit
   * @throws SnmpFault why there is no usable answer
   */
  getBulk(request: BulkRequest, signal: AbortSignal): Promise<BulkAnswer>;

  /** Engine id of the agent as hex once an authentic answer told it (SNMPv3), else null. */
  readonly engineId: string | null;

  /** Ends what is under way and gives the socket back. The next request opens anew. */
  close(): void;
}

/** A device gave no usable answer. The message is ours: never text of the agent, never a credential. */
export class SnmpFault extends Error {
  override readonly name: string = 'SnmpFault';

  constructor(
    readonly fault: DeviceFault,
    message: string,
  ) {
    super(message);
  }
}

/** The agent could have answered, but not in one message (error-status tooBig). A smaller request may succeed. */
export class SnmpTooBig extends SnmpFault {
  override readonly name = 'SnmpTooBig';

  constructor() {
    super('REFUSED', 'The agent says that the answer would not fit into one message');
  }
}

/** Whether a client also reads tables straight into numbers; SNMPv1 has no GETBULK to do it with. */
export function isRowReader(client: SnmpClient): client is SnmpClient & RowReader {
  return 'readRows' in client && typeof client.readRows === 'function';
}

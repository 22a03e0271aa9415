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

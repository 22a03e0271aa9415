import { type Arcs, PDU, TAG } from './ber-tags.js';
import { type BerReader, MalformedMessage } from './ber-reader.js';

/** What a manager asks for. */
export interface PduRequest {
  readonly type: number;
  readonly requestId: number;
  /** GETBULK only (RFC 3416 section 4.2.3); 0 otherwise. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly names: readonly RequestedName[];
  /** The variable bindings as they came, for an answer that repeats them. */
  readonly bindings: Buffer;
}

export interface RequestedName {
  readonly arcs: Arcs;
  readonly encoded: Uint8Array;
}

const ANSWERED: ReadonlySet<number> = new Set([PDU.get, PDU.getNext, PDU.getBulk, PDU.set]);

/** @throws MalformedMessage when it is no request, or not well made */
export function readPduRequest(reader: BerReader): PduRequest {
  const type = reader.peekTag();
  if (!ANSWERED.has(type)) throw new MalformedMessage('This is no request');
  const pdu = reader.open(type);
  const requestId = pdu.integer();
  const second = pdu.integer();
  const third = pdu.integer();
  const list = pdu.open(TAG.sequence);
  pdu.finish();
  const { names, bindings } = readBindings(list);
  const isBulk = type === PDU.getBulk;
  return {
    type,
    requestId,
    nonRepeaters: isBulk ? Math.max(0, second) : 0,
    maxRepetitions: isBulk ? Math.max(0, third) : 0,
    names,
    bindings,
  };
}

function readBindings(list: BerReader): Pick<PduRequest, 'names' | 'bindings'> {
  const bindings = list.fork().rest();
  const names: RequestedName[] = [];
  while (!list.isAtEnd) {
    const binding = list.open(TAG.sequence);
    names.push(binding.objectIdentifier());
    binding.skip();
    binding.finish();
  }
  return { names, bindings };
}

import { PDU, TAG } from './ber-tags.js';
import type { BerWriter } from './ber-writer.js';
import type { MibView } from './mib-view.js';
import type { PduRequest, RequestedName } from './pdu-request.js';

/** error-status (RFC 3416 section 3). */
const ERROR_STATUS = { noError: 0, tooBig: 1, authorizationError: 16, notWritable: 17 } as const;

/** Largest SNMP message over UDP that is recommended (RFC 3417 section 3.2.1): one Ethernet frame. */
export const LARGEST_MESSAGE = 1_472;

/**
 * Writes the response to a request.
 *
 * @param limit octets that the variable bindings may take, so that the whole message fits
 * @see RFC 3416 sections 4.2.1 to 4.2.3
 */
export function appendAnswer(writer: BerWriter, request: PduRequest, view: MibView, limit: number): void {
  switch (request.type) {
    case PDU.getBulk:
      appendBulk(writer, request, view, limit);
      return;
    case PDU.getNext:
      appendEach(writer, request, limit, (name) => {
        appendAt(writer, view, view.positionAfter(name.arcs), name.encoded);
      });
      return;
    case PDU.get:
      appendEach(writer, request, limit, (name) => {
        appendExact(writer, view, name);
      });
      return;
    default:
      appendRefusal(writer, request, ERROR_STATUS.notWritable, limit);
  }
}

/** Writes the response to a request that came with too low a security level for its user (RFC 3416 section 3). */
export function appendNotAuthorized(writer: BerWriter, request: PduRequest, limit: number): void {
  appendRefusal(writer, request, ERROR_STATUS.authorizationError, limit);
}

/** Puts the head of a PDU in front of the variable bindings that were written. */
export function wrapPdu(writer: BerWriter, type: number, requestId: number, errorStatus = 0, errorIndex = 0): void {
  writer.wrap(TAG.sequence);
  writer.prependInteger(errorIndex);
  writer.prependInteger(errorStatus);
  writer.prependInteger(requestId);
  writer.wrap(type);
}

function appendEach(
  writer: BerWriter,
  request: PduRequest,
  limit: number,
  append: (name: RequestedName) => void,
): void {
  for (const name of request.names) {
    append(name);
    if (writer.length > limit) {
      appendTooBig(writer, request);
      return;
    }
  }
  wrapPdu(writer, PDU.response, request.requestId);
}

/** As many whole rows as fit; only when not even one does, a part of it. */
function appendBulk(writer: BerWriter, request: PduRequest, view: MibView, limit: number): void {
  const single = Math.min(request.nonRepeaters, request.names.length);
  for (const name of request.names.slice(0, single)) {
    appendAt(writer, view, view.positionAfter(name.arcs), name.encoded);
    if (writer.length > limit) {
      appendTooBig(writer, request);
      return;
    }
  }
  const columns = request.names
    .slice(single)
    .map(({ arcs, encoded }) => ({ position: view.positionAfter(arcs), encoded }));
  const asked = columns.length === 0 ? 0 : request.maxRepetitions;
  for (let row = 0; row < asked; row += 1) {
    if (!appendRow(writer, view, columns, limit, row === 0)) break;
  }
  if (writer.length === 0 && single + asked > 0) appendTooBig(writer, request);
  else wrapPdu(writer, PDU.response, request.requestId);
}

interface Column {
  position: number;
  /** The last name given for this column, which endOfMibView repeats. */
  encoded: Uint8Array;
}

/** @returns whether another row makes sense: this one fitted and was not the end of everything */
function appendRow(writer: BerWriter, view: MibView, columns: Column[], limit: number, isFirst: boolean): boolean {
  const rowStart = writer.length;
  let isMore = false;
  for (const column of columns) {
    const start = writer.length;
    const instance = view.at(column.position);
    appendAt(writer, view, column.position, column.encoded);
    if (writer.length > limit) {
      writer.truncate(isFirst ? start : rowStart);
      return false;
    }
    if (instance === undefined) continue;
    isMore = true;
    column.position += 1;
    column.encoded = instance.encodedOid;
  }
  return isMore;
}

function appendAt(writer: BerWriter, view: MibView, position: number, previousName: Uint8Array): void {
  const instance = view.at(position);
  if (instance === undefined) writer.appendBinding(previousName, appendEndOfMibView);
  else writer.appendBinding(instance.encodedOid, instance.appendValue);
}

function appendExact(writer: BerWriter, view: MibView, { arcs, encoded }: RequestedName): void {
  const instance = view.find(arcs);
  if (instance !== undefined) writer.appendBinding(instance.encodedOid, instance.appendValue);
  else writer.appendBinding(encoded, view.knowsObjectOf(arcs) ? appendNoSuchInstance : appendNoSuchObject);
}

/** An error about the first binding, with the bindings as they came. */
function appendRefusal(writer: BerWriter, request: PduRequest, errorStatus: number, limit: number): void {
  if (request.bindings.length > limit) {
    appendTooBig(writer, request);
    return;
  }
  writer.appendEncoded(request.bindings);
  wrapPdu(writer, PDU.response, request.requestId, errorStatus, request.names.length === 0 ? 0 : 1);
}

function appendTooBig(writer: BerWriter, request: PduRequest): void {
  writer.clear();
  wrapPdu(writer, PDU.response, request.requestId, ERROR_STATUS.tooBig);
}

function appendEndOfMibView(writer: BerWriter): void {
  writer.appendEmpty(TAG.endOfMibView);
}

function appendNoSuchInstance(writer: BerWriter): void {
  writer.appendEmpty(TAG.noSuchInstance);
}

function appendNoSuchObject(writer: BerWriter): void {
  writer.appendEmpty(TAG.noSuchObject);
}

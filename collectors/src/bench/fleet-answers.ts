import type { SnmpAccess } from '@linewatch/shared';
import { BerReader, MalformedMessage } from '../practice-network/agent/ber-reader.js';
import { TAG } from '../practice-network/agent/ber-tags.js';
import { BerWriter } from '../practice-network/agent/ber-writer.js';
import { appendAnswer, LARGEST_MESSAGE } from '../practice-network/agent/pdu-answer.js';
import { readPduRequest } from '../practice-network/agent/pdu-request.js';
import { V3Responder } from '../practice-network/agent/v3-responder.js';
import { PracticeDevice } from '../practice-network/model/practice-device.js';
import { countOf, type FleetField, FleetMib, type FleetMoment, upTimeOf } from './fleet-mib.js';

export const FLEET_COMMUNITY = 'public';
export const FLEET_V3: Extract<SnmpAccess, { version: 'V3' }> = {
  version: 'V3',
  user: 'bench',
  authProtocol: 'SHA256',
  authKey: 'bench-auth-key',
  privProtocol: 'AES128',
  privKey: 'bench-priv-key',
  contextName: '',
};

const VERSION_2C = 1;
const V2C_OVERHEAD = 40 + FLEET_COMMUNITY.length;
const COUNTER_OCTETS = 6;
/** Where the version stands in a message shorter than 128 octets, and in a longer one. */
const VERSION_AT = [4, 5, 6] as const;
const LONG_FORM = 0x80;

/** An answer to all devices that ask the same; only the request id and some numbers differ. */
interface Template {
  readonly message: Buffer;
  readonly idAt: number;
  readonly fields: readonly (FleetField & { readonly place: number })[];
}

/**
 * The answers of all devices. What is asked of one device is asked of all, so each question is worked out once and later
 * only numbered anew: an agent then costs less than the poller that it is to measure.
 */
export class FleetAnswers {
  private readonly moment: FleetMoment = { device: 0, elapsedMs: 0 };
  private readonly mib: FleetMib;
  private readonly templates = new Map<string, Template | null>();
  private readonly responders = new Map<number, V3Responder>();
  private readonly writer = new BerWriter();
  private readonly clockAtStart: number;

  /** @param now ms */
  constructor(
    ports: number,
    private readonly now: () => number,
  ) {
    this.mib = new FleetMib(ports, this.moment);
    this.clockAtStart = now();
  }

  /** The answer to a datagram, valid until the next one is asked for; null when there is nothing to say. */
  answer(device: number, datagram: Buffer): Buffer | null {
    const now = this.now();
    this.moment.device = device;
    this.moment.elapsedMs = now - this.clockAtStart;
    const idAt = idPlace(datagram);
    if (idAt === null) return this.slowAnswer(device, datagram, now);
    const idEnd = idAt + 2 + (datagram[idAt + 1] ?? 0);
    const question = datagram.toString('latin1', idEnd);
    let template = this.templates.get(question);
    if (template === undefined) {
      template = this.workOut(datagram);
      this.templates.set(question, template);
    }
    return template === null ? null : this.fill(template, datagram.subarray(idAt, idEnd));
  }

  private fill({ message, idAt, fields }: Template, id: Buffer): Buffer | null {
    // Request ids of four octets take the template's place as they are; shorter ones are padded.
    const length = id[1] ?? 0;
    if (length === 0 || length > 4) return null;
    message.writeInt32BE(id.readIntBE(2, length), idAt + 2);
    for (const { kind, port, place } of fields) {
      if (kind === 'upTime') message.writeUInt32BE(upTimeOf(this.moment), place);
      else message.writeUIntBE(countOf(this.moment, port, kind), place, COUNTER_OCTETS);
    }
    return message;
  }

  private workOut(datagram: Buffer): Template | null {
    const { writer, mib } = this;
    writer.clear();
    mib.fields = [];
    try {
      const reader = new BerReader(datagram).open(TAG.sequence);
      if (reader.integer() !== VERSION_2C || reader.octets().toString() !== FLEET_COMMUNITY) return null;
      // A request id of four octets leaves room for every other one.
      const request = { ...readPduRequest(reader), requestId: 0x4000_0000 };
      appendAnswer(writer, request, mib.view, LARGEST_MESSAGE - V2C_OVERHEAD);
    } catch (error) {
      if (error instanceof MalformedMessage) return null;
      throw error;
    }
    writer.prependOctets(Buffer.from(FLEET_COMMUNITY));
    writer.prependInteger(VERSION_2C);
    writer.wrap(TAG.sequence);
    const message = writer.copy();
    const idAt = idPlace(message);
    if (idAt === null) return null;
    const bindings = bindingsPlace(message, idAt);
    const fields = mib.fields
      .map((field) => ({ ...field, place: bindings + field.at }))
      .filter(({ place }) => place + COUNTER_OCTETS <= message.length);
    return { message, idAt, fields };
  }

  private slowAnswer(device: number, datagram: Buffer, now: number): Buffer | null {
    this.writer.clear();
    this.mib.fields = [];
    try {
      const reader = new BerReader(datagram).open(TAG.sequence);
      if (reader.integer() === VERSION_2C) return null;
      return this.responderOf(device).answer(datagram, reader, this.writer, now) ? this.writer.copy() : null;
    } catch (error) {
      if (error instanceof MalformedMessage) return null;
      throw error;
    }
  }

  private responderOf(device: number): V3Responder {
    const known = this.responders.get(device);
    if (known) return known;
    const code = `F${String(device)}`;
    const facts = {
      ...{ code, name: code, vendor: 'Bench', model: 'Agent', sysObjectId: '1.3.6.1.4.1.2011.1', ports: [] },
      access: FLEET_V3,
    };
    const engineId = Buffer.concat([Buffer.from('8000000004', 'hex'), Buffer.from(code)]);
    const responder = new V3Responder(FLEET_V3, engineId, new PracticeDevice(facts, this.clockAtStart), this.mib.view);
    this.responders.set(device, responder);
    return responder;
  }
}

/** Where the request-id of a v2c message with a community of ours begins; null for anything else. */
function idPlace(message: Buffer): number | null {
  const at = VERSION_AT[lengthOctets(message, 1) - 1];
  if (at === undefined || message[at] !== VERSION_2C) return null;
  const pdu = at + 3 + (message[at + 2] ?? 0);
  return pdu + 1 + lengthOctets(message, pdu + 1);
}

/** Where the variable bindings begin: after error-status, error-index and the head of the list. */
function bindingsPlace(message: Buffer, idAt: number): number {
  let at = idAt;
  for (let number = 0; number < 3; number += 1) at += 2 + (message[at + 1] ?? 0);
  return at + 1 + lengthOctets(message, at + 1);
}

function lengthOctets(message: Buffer, at: number): number {
  const first = message[at] ?? 0;
  return first < LONG_FORM ? 1 : 1 + first - LONG_FORM;
}

import { IF_INDEX } from '../../mibs/if-mib.js';
import { SNMP_TRAP_OID_0, SNMP_TRAPS, SYS_UP_TIME_0 } from '../../mibs/snmpv2-mib.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from '../../testing/ber-text.js';
import { inspect } from './inspect.js';
import type { Refusal } from './refusals.js';
import type { Direction } from './verdict.js';

const RESPONSE = 0xa2;
const INFORM = 0xa6;
const TRAP = 0xa7;
const REPORT = 0xa8;
const COUNTER32 = 0x41;
const COUNTER64 = 0x46;
const ENGINE_ID = Buffer.from('80001f8880aabbccdd', 'hex');
const NOTHING: Buffer = Buffer.alloc(0);
const SOMETHING = int(1);
const AUTHENTICATED = 1;
const ENCRYPTED = 2;

const hex = (octets: string): Buffer<ArrayBuffer> => Buffer.from(octets, 'hex');

const VARBINDS = [
  varbind(SYS_UP_TIME_0, int(1, 0x43)),
  varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`)),
  varbind(`${IF_INDEX}.7`, int(7)),
];

function pdu(tag: number, varbinds: readonly Buffer[] = VARBINDS, id = int(1)): Buffer {
  return tlv(tag, id, int(0), int(0), tlv(SEQUENCE, ...varbinds));
}

/** A v2c trap; a test names only what is odd about it. */
function v2c({ version = int(1), community = text('public'), body = pdu(TRAP) } = {}): Buffer {
  return tlv(SEQUENCE, version, community, body);
}

/** A v2c trap with one more value. */
function withValue(value: Buffer): Buffer {
  return v2c({ body: pdu(TRAP, [...VARBINDS, varbind('1.3.6.1.4.1.8072.9', value)]) });
}

/** A v3 message; a test names only what is odd about it. */
function v3({
  flags = Buffer.of(AUTHENTICATED | ENCRYPTED),
  maxSize = int(65_507),
  model = int(3),
  engineId = ENGINE_ID,
  boots = int(1),
  time = int(1),
  user = 'user',
  digest = Buffer.alloc(24),
  salt = Buffer.alloc(8),
  data = text(Buffer.alloc(64)),
  behind = { header: NOTHING, security: NOTHING, data: NOTHING },
} = {}): Buffer {
  const header = tlv(SEQUENCE, int(1), maxSize, text(flags), model, behind.header);
  const security = tlv(SEQUENCE, text(engineId), boots, time, text(user), text(digest), text(salt), behind.security);
  return tlv(SEQUENCE, int(3), header, text(security), data, behind.data);
}

/** A v3 message with its PDU in the open. */
function open(body: Buffer, overrides: Parameters<typeof v3>[0] = {}): Buffer {
  const data = tlv(SEQUENCE, text(ENGINE_ID), text(''), body);
  return v3({ flags: Buffer.of(0), digest: Buffer.alloc(0), salt: Buffer.alloc(0), data, ...overrides });
}

function trapOfV1({ address = hex('0a000001'), generic = 2, ticks = int(1, 0x43) } = {}): Buffer {
  const parts = [oid('1.3.6.1.4.1.2011'), tlv(0x40, address), int(generic), int(0), ticks, tlv(SEQUENCE)];
  return tlv(SEQUENCE, int(0), text('public'), tlv(0xa4, ...parts));
}

const verdict = (datagram: Buffer, direction: Direction = 'notification'): Refusal | 'passes' =>
  inspect(datagram, direction).refusal ?? 'passes';

describe('The guard lets through', () => {
  const fine: Record<string, Buffer> = {
    'a v2c trap': v2c(),
    'an inform': v2c({ body: pdu(INFORM) }),
    'a v1 trap': trapOfV1(),
    'an encrypted v3 message': v3(),
    'a trap without varbinds': v2c({ body: pdu(TRAP, []) }),
    'a length with leading zeros': Buffer.concat([hex('308500000000'), v2c().subarray(1)]),
    'an INTEGER at both ends of its range': withValue(tlv(2, hex('80000000'))),
    'a Counter32 of five octets': withValue(tlv(COUNTER32, hex('00ffffffff'))),
    'a Counter32 of four octets that only looks negative': withValue(tlv(COUNTER32, hex('ffffffff'))),
    'a Counter64 of nine octets': withValue(tlv(COUNTER64, hex('00ffffffffffffffff'))),
    'a Counter64 of eight octets that only looks negative': withValue(tlv(COUNTER64, hex('ffffffffffffffff'))),
    zeroDotZero: withValue(tlv(6, hex('00'))),
    'an ifIndex of 2^32-1': v2c({ body: pdu(TRAP, [varbind(`${IF_INDEX}.4294967295`, int(1))]) }),
    'text that is no UTF-8': withValue(text(hex('c328ff00eda080'))),
  };
  for (const [name, datagram] of Object.entries(fine)) {
    it(name, () => {
      expect(verdict(datagram)).toBe('passes');
    });
  }

  it('an answer, with an unsigned number that was sent as INTEGER', () => {
    const answer = v2c({ body: pdu(RESPONSE, [varbind(SYS_UP_TIME_0, tlv(2, hex('00ffffffff')))]) });

    expect(verdict(answer, 'response')).toBe('passes');
  });

  it('an answer with an odd Counter64, so that the decoder can name the device that gives it', () => {
    for (const octets of [0, 20]) {
      const answer = v2c({ body: pdu(RESPONSE, [varbind(SYS_UP_TIME_0, tlv(COUNTER64, Buffer.alloc(octets, 1)))]) });

      expect(verdict(answer, 'response')).toBe('passes');
    }
  });

  it('a report in the open, as discovery needs it', () => {
    expect(verdict(open(pdu(REPORT, [])), 'response')).toBe('passes');
    expect(verdict(open(pdu(REPORT, []), { engineId: Buffer.alloc(0) }), 'response')).toBe('passes');
  });

  it('the question for the receiver’s engine id, but no other in the open', () => {
    const question = { flags: Buffer.of(4), engineId: Buffer.alloc(0), user: '' };

    expect(verdict(open(pdu(0xa0, []), question))).toBe('passes');
    expect(verdict(open(pdu(0xa0, []), { ...question, user: 'somebody' }))).toBe('UNAUTHENTICATED');
    expect(verdict(open(pdu(0xa0, []), { ...question, flags: Buffer.of(0) }))).toBe('UNAUTHENTICATED');
    expect(verdict(open(pdu(INFORM), question))).toBe('UNAUTHENTICATED');
  });

  it('what a message says of itself', () => {
    expect(inspect(v2c(), 'notification').header).toEqual({ version: 'V2C', community: Buffer.from('public') });
    expect(inspect(v3({ boots: int(7), time: int(300) }), 'response').header).toEqual({
      version: 'V3',
      messageId: 1,
      user: Buffer.from('user'),
      engineId: ENGINE_ID,
      boots: 7,
      time: 300,
      isAuthenticated: true,
      isEncrypted: true,
      digest: Buffer.alloc(24),
      salt: Buffer.alloc(8),
      payload: Buffer.alloc(64),
    });
  });
});

const NONE = { header: NOTHING, security: NOTHING, data: NOTHING };
const LIST = tlv(SEQUENCE, ...VARBINDS);

describe('The guard refuses', () => {
  const good = v2c();
  const wrong: readonly (readonly [string, Refusal, Buffer])[] = [
    ['an empty datagram', 'LENGTH', Buffer.alloc(0)],
    ['an indefinite length', 'LENGTH', Buffer.concat([hex('3080'), good.subarray(2), hex('0000')])],
    ['a reserved length', 'LENGTH', Buffer.concat([hex('30ff'), good.subarray(2)])],
    ['a length of 64 bits', 'LENGTH', hex('30887fffffffffffffee020101')],
    ['octets behind the message', 'LENGTH', Buffer.concat([good, hex('00')])],
    ['a message that is cut', 'LENGTH', good.subarray(0, -1)],
    ['a length of nine octets', 'LENGTH', Buffer.concat([hex('30890000000000000000'), good.subarray(1)])],
    ['a value beyond its varbind', 'LENGTH', withValue(hex('04050000'))],
    ['a NULL that is cut', 'LENGTH', withValue(hex('05'))],
    ['a tag without a length', 'LENGTH', withValue(hex('04'))],
    ['something behind the varbinds', 'LENGTH', v2c({ body: tlv(TRAP, int(1), int(0), int(0), LIST, SOMETHING) })],
    ['something behind the header', 'LENGTH', v3({ behind: { ...NONE, header: SOMETHING } })],
    ['something behind the security parameters', 'LENGTH', v3({ behind: { ...NONE, security: SOMETHING } })],
    ['something behind the encrypted PDU', 'LENGTH', v3({ behind: { ...NONE, data: SOMETHING } })],
    ['a SET', 'TAG', Buffer.concat([hex('31'), good.subarray(1)])],
    ['version 2', 'VERSION', v2c({ version: int(2) })],
    ['a version of two octets', 'VERSION', v2c({ version: hex('02020001') })],
    ['a version that is text', 'TAG', v2c({ version: text('1') })],
    ['a community as long as a book', 'COMMUNITY', v2c({ community: text('a'.repeat(256)) })],
    ['a request', 'PDU', v2c({ body: pdu(0xa0) })],
    ['an answer at the trap port', 'PDU', v2c({ body: pdu(RESPONSE) })],
    ['a v2 trap in a v1 message', 'PDU', v2c({ version: int(0) })],
    ['a request id of 2^31, which an inform would have to be answered with', 'INTEGER', informWithId('0080000000')],
    ['a request id without octets', 'INTEGER', informWithId('')],
    ['an INTEGER that no answer can repeat', 'INTEGER', withValue(tlv(2, hex('00ffffffff')))],
    ['a Counter32 of 2^32, which would look like a restart', 'INTEGER', withValue(tlv(COUNTER32, hex('0100000000')))],
    ['a Counter32 of one octet that looks negative', 'INTEGER', withValue(tlv(COUNTER32, hex('ff')))],
    ['a Counter64 without octets', 'VALUE', withValue(tlv(COUNTER64))],
    ['a Counter64 of twenty octets', 'VALUE', withValue(tlv(COUNTER64, Buffer.alloc(20, 1)))],
    ['a negative Counter64', 'VALUE', withValue(tlv(COUNTER64, hex('80')))],
    ['a Counter64 of nine octets above 2^64', 'VALUE', withValue(tlv(COUNTER64, hex('010000000000000000')))],
    ['an IpAddress of 16 octets', 'VALUE', withValue(tlv(0x40, Buffer.alloc(16)))],
    ['a BIT STRING', 'VALUE', withValue(tlv(3, hex('00ff')))],
    ['a SEQUENCE as value', 'VALUE', withValue(tlv(SEQUENCE, int(1)))],
    ['a NULL with contents', 'VALUE', withValue(tlv(5, hex('00')))],
    ['an OID without octets', 'OID', withValue(tlv(6))],
    ['an OID that does not end', 'OID', withValue(tlv(6, hex('2b0681')))],
    ['an OID with a padded number', 'OID', withValue(tlv(6, hex('2b8006')))],
    ['an OID with a number of 33 bits', 'OID', withValue(tlv(6, hex('2b9080808000')))],
    ['an OID under 2.40, which the library misreads', 'OID', withValue(tlv(6, hex('883703')))],
    ['an OID of 129 numbers', 'OID', withValue(tlv(6, Buffer.alloc(128, 1)))],
    ['a varbind of three', 'LENGTH', v2c({ body: pdu(TRAP, [tlv(SEQUENCE, oid(SYS_UP_TIME_0), int(1), int(2))]) })],
    ['a varbind beyond its list', 'LENGTH', v2c({ body: Buffer.concat([pdu(TRAP), varbind(SYS_UP_TIME_0, int(1))]) })],
    ['257 varbinds', 'TOO_MANY_VARBINDS', v2c({ body: pdu(TRAP, Array(257).fill(VARBINDS[2]) as Buffer[]) })],
    ['a v1 trap from an agent-addr of 16 octets', 'VALUE', trapOfV1({ address: Buffer.alloc(16) })],
    ['a v1 trap of a seventh kind', 'INTEGER', trapOfV1({ generic: 7 })],
    ['a v1 trap whose time is a plain INTEGER', 'TAG', trapOfV1({ ticks: int(1) })],
    ['no flags', 'V3_HEADER', v3({ flags: Buffer.alloc(0) })],
    ['privacy without authentication', 'V3_HEADER', v3({ flags: Buffer.of(ENCRYPTED) })],
    ['another security model', 'INTEGER', v3({ model: int(1) })],
    ['a largest message of 483 octets', 'INTEGER', v3({ maxSize: int(483) })],
    ['an engine id of four octets', 'V3_HEADER', v3({ engineId: hex('80001f88') })],
    ['an engine id of 33 octets', 'V3_HEADER', v3({ engineId: Buffer.alloc(33, 1) })],
    ['no engine id in an authenticated message', 'V3_HEADER', v3({ engineId: Buffer.alloc(0) })],
    ['a user of 33 octets', 'V3_HEADER', v3({ user: 'u'.repeat(33) })],
    ['negative boots', 'INTEGER', v3({ boots: tlv(2, hex('ff')) })],
    ['a time of 2^31', 'INTEGER', v3({ time: tlv(2, hex('0080000000')) })],
    ['a digest of a length that no algorithm has', 'V3_HEADER', v3({ digest: Buffer.alloc(13) })],
    ['an authenticated message without digest', 'V3_HEADER', v3({ digest: Buffer.alloc(0) })],
    ['a salt of seven octets', 'V3_HEADER', v3({ salt: Buffer.alloc(7) })],
    ['an encrypted PDU without octets', 'V3_HEADER', v3({ data: text('') })],
    ['a PDU in the open that is said to be encrypted', 'TAG', v3({ data: tlv(SEQUENCE, text(''), text('')) })],
    ['a v3 trap that anybody could have written', 'UNAUTHENTICATED', open(pdu(TRAP))],
  ];
  for (const [name, refusal, datagram] of wrong) {
    it(`${name}: ${refusal}`, () => {
      expect(verdict(datagram)).toBe(refusal);
    });
  }

  function informWithId(octets: string): Buffer {
    return v2c({ body: pdu(INFORM, VARBINDS, tlv(2, hex(octets))) });
  }

  it('something behind a PDU in the open', () => {
    const behind = { ...NONE, data: SOMETHING };

    expect(verdict(open(pdu(REPORT, []), { behind }), 'response')).toBe('LENGTH');
  });

  it('a v3 answer that anybody could have written', () => {
    expect(verdict(open(pdu(RESPONSE)), 'response')).toBe('UNAUTHENTICATED');
  });

  it('a report in v2c, and whatever else is no answer', () => {
    expect([REPORT, TRAP, INFORM, 0xa0, 0xa4].map((tag) => verdict(v2c({ body: pdu(tag) }), 'response'))).toEqual(
      Array(5).fill('PDU'),
    );
  });

  it('every part of a message that is cut short, and every message with something behind it', () => {
    for (const datagram of [v2c(), trapOfV1(), v3()]) {
      for (let octets = 0; octets < datagram.length; octets += 1) {
        expect(verdict(datagram.subarray(0, octets))).not.toBe('passes');
      }
    }
  });
});

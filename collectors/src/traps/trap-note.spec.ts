import { TRAP_BOUNDS, TrapNote, type SnmpAccess } from '@linewatch/shared';
import fc from 'fast-check';
import { SMI } from '../mibs/smi.js';
import type { Notification, NotificationVarbind } from '../snmp/net-snmp-notifications.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { trapNote } from './trap-note.js';

const FROM = { address: '192.0.2.1', port: 161, family: 'IPv4', size: 1 } as const;
const V2C: SnmpAccess = { version: 'V2C', community: 'S3cret-community' };

function noteOf(varbinds: readonly NotificationVarbind[], access = V2C, more: Partial<Notification> = {}): TrapNote {
  const notification = {
    oid: '1.3.6.1.6.3.1.1.5.3',
    ifIndex: 7,
    sysUpTime: 4,
    isInform: true,
    agentAddress: null,
    varbinds,
    ...more,
  };
  return trapNote(aPolledDevice({ access }), notification, FROM, 1_000);
}

describe('what is kept of a trap', () => {
  const octets = (value: Buffer | string, oid = '1.3.6.1'): NotificationVarbind => ({
    oid,
    type: SMI.OCTET_STRING,
    value: Buffer.from(value),
  });

  it('is who sent what and when, with its values as text', () => {
    const note = noteOf([
      { oid: '1.3.6.1.2.1.2.2.1.8.7', type: SMI.INTEGER, value: 2 },
      octets('到北京的专线'),
      octets(Buffer.from([0, 1, 255])),
      octets('two\r\nlines'),
      { oid: '1.3.6.1.9', type: SMI.COUNTER64, value: Buffer.from('00ffffffffffffffff', 'hex') },
      { oid: '1.3.6.1.8', type: SMI.OBJECT_IDENTIFIER, value: '1.3.6.1.4.1' },
      { oid: '1.3.6.1.7', type: 99, value: null },
    ]);

    expect(TrapNote.parse(note)).toEqual(note);
    expect([note.source, note.trapAt, note.sysUpTime, note.ifIndex, note.isInform, note.version]).toEqual([
      '192.0.2.1:161',
      1_000,
      4,
      7,
      true,
      'V2C',
    ]);
    expect(note.varbinds.map(({ type, value }) => [type, value])).toEqual([
      ['INTEGER', '2'],
      ['OCTET STRING', '到北京的专线'],
      ['OCTET STRING', '0x0001ff'],
      ['OCTET STRING', 'two lines'],
      ['COUNTER64', '18446744073709551615'],
      ['OBJECT IDENTIFIER', '1.3.6.1.4.1'],
      ['type 99', ''],
    ]);
  });

  it('is no text that turns the reader’s line around or hides in it', () => {
    const [value] = noteOf([octets('safe\u202etxet')]).varbinds;

    expect(value?.value).toMatch(/^0x[\da-f]+$/);
  });

  it('is bounded, and says how much was left out', () => {
    const many = Array.from({ length: 40 }, () => octets('x'.repeat(2_000)));
    const note = noteOf([...many, octets('x', `1.3${'.4294967295'.repeat(30)}`)]);

    expect([note.varbinds.length, note.leftOut]).toEqual([TRAP_BOUNDS.varbinds, 9]);
    expect(note.varbinds[0]?.value.length).toBe(TRAP_BOUNDS.value);
  });

  it('tells the agent that a trap was forwarded for, but not its community', () => {
    const note = noteOf([
      { oid: '1.3.6.1.6.3.18.1.3.0', type: 64, value: '10.1.2.3' },
      octets('whatever', '1.3.6.1.6.3.18.1.4.0'),
    ]);

    expect(note.agentAddress).toBe('10.1.2.3');
    expect(JSON.stringify(note)).not.toContain('whatever');
    expect([note.varbinds.length, note.leftOut]).toEqual([1, 1]);
  });

  it('holds no key of a v3 device, however it is spelt', () => {
    const access: SnmpAccess = {
      version: 'V3',
      user: 'reader',
      authProtocol: 'SHA256',
      authKey: 'auth-of-the-device',
      privProtocol: 'AES128',
      privKey: 'priv-of-the-device',
      contextName: '',
    };
    const spellings = [access.authKey, access.privKey].flatMap((key) => [
      `key ${key}!`,
      key.toUpperCase(),
      Buffer.from(key).toString('hex'),
      Buffer.from(key).toString('base64'),
    ]);
    for (const spelling of spellings) {
      expect(noteOf([octets(spelling)], access).varbinds[0]?.value)
        .withContext(spelling)
        .toBe('***');
    }
  });

  it('follows the contract, whatever a device sends', () => {
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
      fc.integer(),
      fc.string(),
    );
    const oid = fc.array(fc.integer({ min: 0, max: 4_294_967_295 }), { minLength: 1, maxLength: 60 });
    const varbind = fc.record({
      oid: oid.map((parts) => parts.join('.')),
      type: fc.integer({ min: 0, max: 255 }),
      value,
    });
    fc.assert(
      fc.property(fc.array(varbind, { maxLength: 50 }), (varbinds) => {
        TrapNote.parse(noteOf(varbinds));
      }),
      { numRuns: 300 },
    );
  });
});

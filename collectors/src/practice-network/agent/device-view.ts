import type { PracticeDevice } from '../model/practice-device.js';
import type { PracticePort } from '../model/practice-port.js';
import { encodeObjectIdentifier } from './ber-writer.js';
import { measureInstances } from './measure-view.js';
import { counter32, counter64, gauge, integer, row, text, ticks } from './mib-values.js';
import { type MibInstance, mibInstance, MibView } from './mib-view.js';
import { LARGEST_MESSAGE } from './pdu-answer.js';

const SYSTEM = '1.3.6.1.2.1.1';
const INTERFACES = '1.3.6.1.2.1.2';
const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IF_X_ENTRY = '1.3.6.1.2.1.31.1.1.1';
const IF_MIB_OBJECTS = '1.3.6.1.2.1.31.1';
const SNMP_ENGINE = '1.3.6.1.6.3.10.2.1';

const MILLION = 1_000_000;
const GAUGE32_MAX = 0xffff_ffff;
const LAYERS_2_AND_3 = 6;
const MTU = 1_500;
const ENABLED = 1;
const TRUE = 1;
const FALSE = 2;

/**
 * What the agent of one device knows: system, the scalars of snmpEngine, ifTable and ifXTable, and what is measured
 * besides.
 *
 * @param now ms; asked for each time a value depends on it
 * @see RFC 3418 (system), RFC 3411 section 5 (snmpEngine), RFC 2863 section 6 (ifTable, ifXTable)
 */
export function deviceView(device: PracticeDevice, engineId: Buffer, now: () => number): MibView {
  return new MibView([
    ...systemGroup(device, now),
    mibInstance(`${SNMP_ENGINE}.1`, 0, text(engineId)),
    mibInstance(
      `${SNMP_ENGINE}.2`,
      0,
      integer(() => device.engineBoots),
    ),
    mibInstance(
      `${SNMP_ENGINE}.3`,
      0,
      integer(() => device.engineTime(now())),
    ),
    mibInstance(
      `${SNMP_ENGINE}.4`,
      0,
      integer(() => LARGEST_MESSAGE),
    ),
    mibInstance(
      `${INTERFACES}.1`,
      0,
      integer(() => device.ports.length),
    ),
    mibInstance(
      `${IF_MIB_OBJECTS}.5`,
      0,
      ticks(() => device.tableChangedAt),
    ),
    // No layering ever changes while the practice network runs.
    mibInstance(
      `${IF_MIB_OBJECTS}.6`,
      0,
      ticks(() => 0),
    ),
    ...device.ports.flatMap((port) => [...ifEntry(device, port), ...ifXEntry(port)]),
    ...measureInstances(device, now),
  ]);
}

function systemGroup(device: PracticeDevice, now: () => number): MibInstance[] {
  const { facts } = device;
  const objectId = encodeObjectIdentifier(facts.sysObjectId.split('.').map(Number));
  return [
    mibInstance(`${SYSTEM}.1`, 0, text(Buffer.from(`${facts.vendor} ${facts.model} (practice network)`))),
    mibInstance(`${SYSTEM}.2`, 0, (writer) => {
      writer.appendEncoded(objectId);
    }),
    mibInstance(
      `${SYSTEM}.3`,
      0,
      ticks(() => device.upTimeAt(now())),
    ),
    mibInstance(`${SYSTEM}.4`, 0, text(Buffer.from('NOC'))),
    mibInstance(`${SYSTEM}.5`, 0, text(Buffer.from(facts.code))),
    mibInstance(`${SYSTEM}.6`, 0, text(Buffer.from(facts.name))),
    mibInstance(
      `${SYSTEM}.7`,
      0,
      integer(() => LAYERS_2_AND_3),
    ),
  ];
}

function ifEntry(device: PracticeDevice, port: PracticePort): MibInstance[] {
  const { ifIndex } = port;
  const { ifName, ifType } = port.facts;
  return row(IF_ENTRY, ifIndex, {
    1: integer(() => ifIndex),
    2: text(Buffer.from(ifName)),
    3: integer(() => ifType),
    4: integer(() => MTU),
    5: gauge(() => Math.min(port.speedBps, GAUGE32_MAX)),
    6: text(physicalAddress(device.code, ifIndex)),
    7: integer(() => port.adminStatus),
    8: integer(() => port.operStatus),
    9: ticks(() => (port.operChangedAt === null ? 0 : device.upTimeAt(port.operChangedAt))),
    10: counter32(() => port.inOctets),
    11: counter32(() => port.inUnicast),
    13: counter32(() => BigInt(port.inDiscards)),
    14: counter32(() => BigInt(port.inErrors)),
    15: counter32(() => 0n),
    16: counter32(() => port.outOctets),
    17: counter32(() => port.outUnicast),
    19: counter32(() => BigInt(port.outDiscards)),
    20: counter32(() => BigInt(port.outErrors)),
  });
}

function ifXEntry(port: PracticePort): MibInstance[] {
  const { ifIndex } = port;
  const { ifName, ifAlias } = port.facts;
  return row(IF_X_ENTRY, ifIndex, {
    1: text(Buffer.from(ifName)),
    2: counter32(() => port.inMulticast),
    3: counter32(() => port.inBroadcast),
    4: counter32(() => port.outMulticast),
    5: counter32(() => port.outBroadcast),
    6: counter64(() => port.inOctets),
    7: counter64(() => port.inUnicast),
    8: counter64(() => port.inMulticast),
    9: counter64(() => port.inBroadcast),
    10: counter64(() => port.outOctets),
    11: counter64(() => port.outUnicast),
    12: counter64(() => port.outMulticast),
    13: counter64(() => port.outBroadcast),
    14: integer(() => ENABLED),
    15: gauge(() => Math.round(port.speedBps / MILLION)),
    16: integer(() => FALSE),
    17: integer(() => TRUE),
    18: text(Buffer.from(ifAlias)),
    19: ticks(() => 0),
  });
}

/** A locally administered address, the same at every start. */
function physicalAddress(code: string, ifIndex: number): Buffer {
  const address = Buffer.alloc(6);
  address[0] = 0x02;
  for (const character of code)
    address.writeUInt16BE((address.readUInt16BE(1) * 31 + (character.codePointAt(0) ?? 0)) % 0x10000, 1);
  address.writeUIntBE(ifIndex % 0x100_0000, 3, 3);
  return address;
}

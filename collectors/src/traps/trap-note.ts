import { type PolledDevice, type SnmpAccess, TRAP_BOUNDS, type TrapNote, type TrapVarbind } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import type { RemoteInfo } from 'node:dgram';
import { SMI } from '../mibs/smi.js';
import { SNMP_COMMUNITY_MIB, SNMP_TRAP_ADDRESS_0 } from '../mibs/snmp-community-mib.js';
import type { Notification, NotificationVarbind } from '../snmp/net-snmp-notifications.js';

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'BOOLEAN'],
  [5, 'NULL'],
  [64, 'IpAddress'],
  [68, 'Opaque'],
  ...Object.entries(SMI).map(([name, tag]) => [tag, name.replace('_', ' ')] as const),
]);
const HIDDEN = '***';
/** Enough of each secret's own octets to be a secret; a shorter one would hide half of every text. */
const SHORTEST_HIDDEN = 4;

/** What is kept of a notification: bounded, as text, and without the device's own secrets. `now` in ms. */
export function trapNote(device: PolledDevice, notification: Notification, from: RemoteInfo, now: number): TrapNote {
  const { oid, ifIndex, sysUpTime, isInform } = notification;
  const shown = notification.varbinds.filter((varbind) => isShown(varbind, device.access));
  const kept = shown.slice(0, TRAP_BOUNDS.varbinds);
  const forwarded = shown.find((varbind) => varbind.oid === SNMP_TRAP_ADDRESS_0)?.value;
  return {
    id: randomUUID(),
    deviceId: device.id,
    source: `${from.address}:${from.port}`,
    agentAddress: notification.agentAddress ?? (typeof forwarded === 'string' ? forwarded.slice(0, 45) : null),
    version: device.access.version,
    isInform,
    oid: oid.slice(0, TRAP_BOUNDS.oid).replace(/\.$/, ''),
    trapAt: now,
    sysUpTime,
    ifIndex,
    varbinds: kept.map((varbind) => textOf(varbind, device.access)),
    leftOut: notification.varbinds.length - kept.length,
  };
}

/** What names a community, as value or as index, is not kept at all. */
function isShown({ oid }: NotificationVarbind, access: SnmpAccess): boolean {
  if (oid === SNMP_TRAP_ADDRESS_0) return true;
  if (oid.length > TRAP_BOUNDS.oid || oid.startsWith(`${SNMP_COMMUNITY_MIB}.`)) return false;
  return !secretsOf(access).some((secret) => `.${oid}.`.includes(`.${[...secret].join('.')}.`));
}

function textOf({ oid, type, value }: NotificationVarbind, access: SnmpAccess): TrapVarbind {
  const text = Buffer.isBuffer(value) ? textOfOctets(value, type, access) : String(value ?? '');
  const isTold = secretsOf(access).some((secret) => `.${text}.`.includes(`.${[...secret].join('.')}.`));
  const shown = (isTold ? HIDDEN : withoutSecrets(text, access)).slice(0, TRAP_BOUNDS.value);
  // A character cut in half is none.
  return { oid, type: TYPE_NAMES.get(type) ?? `type ${type}`, value: Buffer.from(shown, 'utf8').toString('utf8') };
}

/** A number, text that can be printed, or hex. */
function textOfOctets(octets: Buffer, type: number, access: SnmpAccess): string {
  if (type === SMI.COUNTER64) return octets.length === 0 ? '0' : BigInt(`0x${octets.toString('hex')}`).toString();
  if (secretsOf(access).some((secret) => octets.includes(secret))) return HIDDEN;
  const text = octets.toString('utf8');
  const isPrintable =
    Buffer.from(text, 'utf8').equals(octets) && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text.replace(/[\r\n\t]/g, ' '));
  return isPrintable ? text.replace(/[\r\n\t]+/g, ' ') : `0x${octets.subarray(0, TRAP_BOUNDS.value).toString('hex')}`;
}

/** A device may quote a secret in another spelling of it. */
function withoutSecrets(text: string, access: SnmpAccess): string {
  const lower = text.toLowerCase();
  const isTold = secretsOf(access).some(
    (secret) =>
      lower.includes(secret.toString('utf8').toLowerCase()) ||
      lower.includes(secret.toString('hex')) ||
      text.includes(secret.toString('base64').replace(/=+$/, '')),
  );
  return isTold ? HIDDEN : text;
}

function secretsOf(access: SnmpAccess): readonly Buffer[] {
  const texts = access.version === 'V3' ? [access.authKey, access.privKey] : [access.community];
  return texts.map((text) => Buffer.from(text, 'utf8')).filter(({ length }) => length >= SHORTEST_HIDDEN);
}

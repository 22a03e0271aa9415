import type { Severity } from './severity.js';

/** What an alarm speaks of. A POINT is one measuring point: an E1 line, an SDH layer, an optic, a path that is tested. */
export const ALARM_OBJECT_TYPES = ['PORT', 'POINT', 'CIRCUIT', 'DEVICE', 'COLLECTOR', 'RESOURCE'] as const;
export type AlarmObjectType = (typeof ALARM_OBJECT_TYPES)[number];

/** Event types of RFC 8632 (x733) and RFC 3877, by their names. */
export const ALARM_EVENT_TYPES = [
  'communicationsAlarm',
  'qualityOfServiceAlarm',
  'processingErrorAlarm',
  'equipmentAlarm',
  'securityServiceOrMechanismViolation',
] as const;
export type AlarmEventType = (typeof ALARM_EVENT_TYPES)[number];

/** What kind of thing an alarm is, whatever it happens to. */
export interface AlarmType {
  readonly eventType: AlarmEventType;
  /** Name in IANA-ITU-ALARM-TC-MIB (RFC 3877); numbers differ between schemes, names do not. */
  readonly probableCause: string;
  /** What it begins with where no level decides. */
  readonly severity: Severity;
}

const communications = (probableCause: string, severity: Severity): AlarmType => ({
  eventType: 'communicationsAlarm',
  probableCause,
  severity,
});
const quality = (probableCause: string, severity: Severity): AlarmType => ({
  eventType: 'qualityOfServiceAlarm',
  probableCause,
  severity,
});
const processing = (probableCause: string, severity: Severity): AlarmType => ({
  eventType: 'processingErrorAlarm',
  probableCause,
  severity,
});

/** Every alarm that the product raises. A code is never renamed: stored rows and other systems carry it. */
export const ALARM_TYPES = {
  PORT_DOWN: communications('communicationsSubsystemFailure', 'critical'),
  E1_LOS: communications('lossOfSignal', 'critical'),
  E1_LOF: communications('lossOfFrame', 'critical'),
  E1_AIS: communications('aIS', 'major'),
  E1_RAI: communications('remoteAlarmInterface', 'minor'),
  E1_LOOPBACK: communications('other', 'major'),
  SDH_LOS: communications('lossOfSignal', 'critical'),
  SDH_LOF: communications('lossOfFrame', 'critical'),
  SDH_LOP: communications('lossOfPointer', 'critical'),
  SDH_AIS: communications('aIS', 'major'),
  SDH_RDI: communications('farEndReceiverFailure', 'minor'),
  SDH_UNEQ: communications('signalLabelMismatch', 'major'),
  SDH_PLM: communications('payloadTypeMismatch', 'major'),
  DEVICE_UNREACHABLE: communications('communicationsSubsystemFailure', 'major'),
  CIRCUIT_DOWN: communications('outOfService', 'critical'),
  /** Nothing is known of the line, because equipment of ours does not answer: neither up nor down. */
  CIRCUIT_UNKNOWN: communications('underlyingResourceUnavailable', 'major'),
  CIRCUIT_DEGRADED: quality('degradedSignal', 'minor'),
  SHARED_RESOURCE_DOWN: communications('underlyingResourceUnavailable', 'critical'),
  UTIL_HIGH: quality('congestion', 'warning'),
  ERROR_RATE: communications('excessiveErrorRate', 'minor'),
  LOSS_HIGH: quality('performanceDegraded', 'warning'),
  DELAY_HIGH: quality('excessiveResponseTime', 'warning'),
  JITTER_HIGH: quality('performanceDegraded', 'warning'),
  RX_POWER_LOW: communications('degradedSignal', 'minor'),
  FLAPPING: communications('transmissionError', 'major'),
  DEVICE_RESTART: { eventType: 'equipmentAlarm', probableCause: 'other', severity: 'warning' },
  CREDENTIAL_REFUSED: {
    eventType: 'securityServiceOrMechanismViolation',
    probableCause: 'authenticationFailure',
    severity: 'major',
  },
  COLLECTOR_IMPAIRED: processing('other', 'major'),
  PORT_REBIND_NEEDED: processing('configurationOrCustomisationError', 'warning'),
  THRESHOLD_CROSSED: quality('thresholdCrossed', 'warning'),
} as const satisfies Record<string, AlarmType>;
export type AlarmCode = keyof typeof ALARM_TYPES;
export const ALARM_CODES = Object.keys(ALARM_TYPES) as readonly AlarmCode[] as readonly [AlarmCode, ...AlarmCode[]];

/** By which rule of correlation an alarm lies under another, in the order in which they are tried. */
export const SUPPRESSION_RULES = [
  'WORK',
  'DEVICE_UNREACHABLE',
  'LOWER_LAYER',
  'FAR_END',
  'BOTH_ENDS',
  'SHARED_RESOURCE',
  'FLAPPING',
] as const;
export type SuppressionRule = (typeof SUPPRESSION_RULES)[number];

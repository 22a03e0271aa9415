import { ALARM_TYPES, type AlarmCode, type FaultReason, type TmfAlarm } from '@linewatch/shared';
import { API_PREFIX } from '../../platform/http/api-prefix.js';
import type { NamedFault, StoredStory } from './fault-list.repository.js';

/** Where TMF642 looks for alarms. */
export const TMF_ALARMS = 'tmf-api/alarmManagement/v4/alarm';
const SYSTEM = 'linewatch';

/** The kind of alarm that says of a reason what it is and what it comes from. */
const ALARM_OF = {
  portDown: 'PORT_DOWN',
  bothEndsDown: 'CIRCUIT_DOWN',
  signalLost: 'E1_LOS',
  farEndComplains: 'E1_RAI',
  loopback: 'E1_LOOPBACK',
  legDown: 'CIRCUIT_DEGRADED',
  deviceUnreachable: 'CIRCUIT_UNKNOWN',
  networkEvent: 'SHARED_RESOURCE_DOWN',
  opticalPowerLow: 'RX_POWER_LOW',
  errorRate: 'ERROR_RATE',
  lossHigh: 'LOSS_HIGH',
  delayHigh: 'DELAY_HIGH',
  jitterHigh: 'JITTER_HIGH',
  utilisationHigh: 'UTIL_HIGH',
  flapping: 'FLAPPING',
} as const satisfies Record<FaultReason, AlarmCode>;

/** A fault as an alarm of TMF642 v4. */
export function toTmfAlarm(fault: NamedFault): TmfAlarm {
  const { eventType, probableCause } = ALARM_TYPES[ALARM_OF[fault.reason]];
  const circuit = { id: fault.circuitId, href: `${API_PREFIX}/circuits/${fault.circuitId}` };
  const problem = [fault.reason, ...(fault.side === null ? [] : [fault.side])].join(' ');
  const { observed, level, unit } = fault.facts;
  const isCleared = fault.untilAt !== null;
  return {
    id: fault.id,
    href: `/${TMF_ALARMS}/${fault.id}`,
    '@type': 'Alarm',
    alarmType: eventType,
    perceivedSeverity: isCleared ? 'cleared' : fault.severity,
    probableCause,
    specificProblem: problem,
    alarmedObjectType: 'Circuit',
    alarmedObject: circuit,
    sourceSystemId: SYSTEM,
    state: isCleared ? 'cleared' : fault.version > 1 ? 'updated' : 'raised',
    ackState: fault.acknowledgedAt === null ? 'unacknowledged' : 'acknowledged',
    ...(fault.acknowledgedAt !== null && { ackTime: instant(fault.acknowledgedAt) }),
    alarmRaisedTime: instant(fault.since),
    alarmChangedTime: instant(fault.changedAt),
    ...(fault.untilAt !== null && { alarmClearedTime: instant(fault.untilAt) }),
    alarmDetails: `${fault.alias ?? fault.circuitName} (${fault.circuitCode}): ${problem}`,
    serviceAffecting: fault.kind === 'DOWN' || fault.kind === 'FLAPPING',
    affectedService: [{ ...circuit, name: fault.circuitCode }],
    ...(observed !== undefined &&
      level !== undefined && {
        crossedThresholdInformation: {
          observedValue: String(observed),
          threshold: { value: String(level) },
          indicatorUnit: String(unit ?? ''),
        },
      }),
  };
}

/** Notes as comments: who wrote one is a side and no person. */
export function toComments(story: readonly StoredStory[]): NonNullable<TmfAlarm['comment']> {
  return story.flatMap(({ text, bySide, at }) =>
    text === null
      ? []
      : [{ comment: text, systemId: bySide === 'CUSTOMER' ? 'customer' : SYSTEM, time: instant(Number(at)) }],
  );
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

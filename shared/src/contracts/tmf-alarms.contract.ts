import * as z from 'zod/mini';
import { ALARM_EVENT_TYPES } from '../domain/alarms/alarm-types.js';
import { SEVERITIES } from '../domain/alarms/severity.js';

const Instant = z.iso.datetime();
const Reference = z.object({ id: z.string(), href: z.string() });

/** `cleared` is no severity of ours; TMF642 says it in place of one. */
export const TMF_SEVERITIES = ['cleared', ...SEVERITIES] as const;
export const TMF_ALARM_STATES = ['raised', 'updated', 'cleared'] as const;

/**
 * A fault of a circuit in the words of TMF642 (Alarm Management API, v4). Field names are the standard's; those that we
 * have nothing to say of are left out. Nothing else in the product knows this shape.
 */
export const TmfAlarm = z.object({
  id: z.uuid(),
  href: z.string(),
  '@type': z.literal('Alarm'),
  alarmType: z.enum(ALARM_EVENT_TYPES),
  perceivedSeverity: z.enum(TMF_SEVERITIES),
  probableCause: z.string(),
  /** Our own code of what is wrong, with the end that it is about: `portDown A`. */
  specificProblem: z.string(),
  alarmedObjectType: z.literal('Circuit'),
  alarmedObject: Reference,
  sourceSystemId: z.literal('linewatch'),
  state: z.enum(TMF_ALARM_STATES),
  ackState: z.enum(['acknowledged', 'unacknowledged']),
  ackTime: z.optional(Instant),
  alarmRaisedTime: Instant,
  alarmChangedTime: Instant,
  alarmClearedTime: z.optional(Instant),
  alarmDetails: z.string(),
  serviceAffecting: z.boolean(),
  affectedService: z.array(z.extend(Reference, { name: z.string() })),
  crossedThresholdInformation: z.optional(
    z.object({ observedValue: z.string(), threshold: z.object({ value: z.string() }), indicatorUnit: z.string() }),
  ),
  /** Of one alarm only; the operator's people have no names here. */
  comment: z.optional(z.array(z.object({ comment: z.string(), systemId: z.string(), time: Instant }))),
});
export type TmfAlarm = z.infer<typeof TmfAlarm>;

/** With `fields` (TMF630) an alarm has its `id`, its `href` and what was asked for. */
export const TmfAlarmPart = z.extend(z.partial(TmfAlarm), { id: z.uuid(), href: z.string() });
export type TmfAlarmPart = z.infer<typeof TmfAlarmPart>;
export const TmfAlarmList = z.array(TmfAlarmPart);
export type TmfAlarmList = z.infer<typeof TmfAlarmList>;

/** Names of attributes, by commas (TMF630). */
const fields = z.optional(z.string().check(z.regex(/^[@A-Za-z]+(,[@A-Za-z]+)*$/), z.maxLength(400)));
export const TmfAlarmFields = z.object({ fields });
export type TmfAlarmFields = z.infer<typeof TmfAlarmFields>;

/** `GET /tmf-api/alarmManagement/v4/alarm`: newest first. Paging and `fields` by TMF630. */
export const TmfAlarmQuery = z.object({
  fields,
  state: z.optional(z.enum(TMF_ALARM_STATES)),
  perceivedSeverity: z.optional(z.enum(TMF_SEVERITIES)),
  'alarmedObject.id': z.optional(z.uuid()),
  offset: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(10_000)), 0),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
});
export type TmfAlarmQuery = z.infer<typeof TmfAlarmQuery>;

import * as z from 'zod/mini';
import { MONDAY_TO_FRIDAY, monthPeriod, workingTimeDue } from '../../domain/calendar/index.js';
import { answering, instantText, type RuleOfVector } from './vector-input.js';

const MINUTE_MS = 60_000;
const SLOT_MS = 300_000;

const Month = z.object({ month: z.string(), timeZone: z.string() });

const WithOffset = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/));
const Work = z.object({
  start: WithOffset,
  workingMinutes: z.number(),
  dayFrom: z.string(),
  dayTo: z.string(),
  timeZone: z.optional(z.string()),
  workdays: z._default(z.array(z.int()), [...MONDAY_TO_FRIDAY]),
  holidays: z._default(z.array(z.string()), []),
  extraWorkdays: z._default(z.array(z.string()), []),
});

/** The due time in the offset that the start is written in; a vector that names no zone means that offset. */
function due({ start, workingMinutes, timeZone, ...calendar }: z.infer<typeof Work>): unknown {
  const offset = start.slice(-6);
  const at = workingTimeDue(Date.parse(start), workingMinutes * MINUTE_MS, {
    ...calendar,
    timeZone: timeZone ?? offset,
  });
  if (at === null) return { due: null };
  const [hours, minutes] = offset.slice(1).split(':').map(Number);
  const shift = ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS * (offset.startsWith('-') ? -1 : 1);
  return { due: instantText(at + shift).replace('Z', offset) };
}

export const CALENDAR_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-PERIOD': answering(Month, ({ month, timeZone }) => {
    const { from, to } = monthPeriod(month, timeZone);
    return {
      startUtc: instantText(from),
      endUtcExclusive: instantText(to),
      seconds: (to - from) / 1_000,
      hours: (to - from) / 3_600_000,
      fiveMinuteSlots: (to - from) / SLOT_MS,
    };
  }),
  'P-BIZ': answering(Work, due),
};

import * as z from 'zod/mini';
import { ESCALATION_HOURS, PRIORITIES } from '../domain/tickets/index.js';
import { lineOfText } from './plain-text.js';

const Instant = z.iso.datetime();
const minutes = z.int().check(z.minimum(1), z.maximum(100_000));
const hours = z.int().check(z.minimum(1), z.maximum(2_000));
const Codes = z.array(z.string().check(z.minLength(1), z.maxLength(32))).check(z.maxLength(20));
const Field = z.nullable(z.string().check(z.minLength(1), z.maxLength(32)));

/** A limit of repairs; a field that is null fits every line. */
export const RestoreLimitForm = z.object({ grade: Field, product: Field, networkGrade: Field, minutes });

/** See `Norm` of the domain: how long each step of a ticket may take. */
export const NormRules = z.object({
  dispatchMinutes: minutes,
  acceptMinutes: minutes,
  firstResponseMinutes: minutes,
  updateMinutes: minutes,
  updatePriorities: z.array(z.enum(PRIORITIES)).check(z.maxLength(5)),
  confirmMinutes: minutes,
  autoCloseHours: hours,
  answerWorkingDays: z.int().check(z.minimum(1), z.maximum(60)),
  escalationMinutes: minutes,
  escalationHours: z.enum(ESCALATION_HOURS),
  urgeEveryMinutes: minutes,
  callBackWorkingHours: z.int().check(z.minimum(1), z.maximum(400)),
  reportPriorities: z.array(z.enum(PRIORITIES)).check(z.maxLength(5)),
  reportWorkingDays: z.int().check(z.minimum(1), z.maximum(60)),
  proactiveGrades: Codes,
  chronicCount: z.int().check(z.minimum(2), z.maximum(100)),
  chronicDays: z.int().check(z.minimum(1), z.maximum(400)),
  chronicGrades: Codes,
  restore: z.array(RestoreLimitForm).check(z.minLength(1), z.maxLength(200)),
});
export type NormRules = z.infer<typeof NormRules>;

export const NormView = z.object({
  version: z.int(),
  validFrom: Instant,
  comment: z.string(),
  /** Name of whoever made it; null for the first one. */
  by: z.nullable(z.string()),
  rules: NormRules,
});
export type NormView = z.infer<typeof NormView>;

/** `GET /api/v1/norms`: newest first; the first one is in force for what is filed now. At most 100. */
export const NormList = z.object({ items: z.array(NormView) });
export type NormList = z.infer<typeof NormList>;

/** Body of `POST /api/v1/norms`: a new version. `basedOn` is the version that was edited. */
export const NormForm = z.object({ basedOn: z.int(), comment: lineOfText(400), rules: NormRules });
export type NormForm = z.infer<typeof NormForm>;

const Day = z.iso.date();
const Time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** A day that is not what its day of the week says: a holiday, or a day worked instead (调休). */
export const CalendarDay = z.object({ day: Day, isWorked: z.boolean(), name: lineOfText(80) });
export type CalendarDay = z.infer<typeof CalendarDay>;

export const WorkingCalendarView = z.object({
  id: z.uuid(),
  name: z.string(),
  timeZone: z.string(),
  dayFrom: z.string(),
  dayTo: z.string(),
  /** 1 Monday .. 7 Sunday. */
  workdays: z.array(z.int()),
  /** Where the days come from. */
  source: z.string(),
  days: z.array(CalendarDay),
  version: z.int(),
});
export type WorkingCalendarView = z.infer<typeof WorkingCalendarView>;

/** `GET /api/v1/working-calendars`. */
export const WorkingCalendarList = z.object({ items: z.array(WorkingCalendarView) });
export type WorkingCalendarList = z.infer<typeof WorkingCalendarList>;

/** Body of `PUT /api/v1/working-calendars/:calendarId`. Clocks of working time that run are reckoned anew. */
export const WorkingCalendarForm = z.object({
  name: lineOfText(80),
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  dayFrom: Time,
  dayTo: Time,
  workdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
  source: lineOfText(400),
  days: z.array(CalendarDay).check(z.maxLength(2_000)),
  version: z.int(),
});
export type WorkingCalendarForm = z.infer<typeof WorkingCalendarForm>;

import * as z from 'zod/mini';
import { coveredMs, type Interval, subtractIntervals } from '../../domain/intervals/index.js';
import {
  breaksBetweenPolls,
  COMPOSE_MODES,
  composeDown,
  IF_ADMIN_STATUS,
  IF_OPER_STATUS,
  PORT_ROLES,
  portStatus,
  type ShortBreak,
} from '../../domain/status/index.js';
import { answering, Instant, instantText, IntervalPair, oneOrMany, type RuleOfVector } from './vector-input.js';

const MS_PER_SECOND = 1_000;

/** A status of IF-MIB by its name or its number; null where the agent did not answer. */
function ifStatus(numbers: Readonly<Record<string, number>>): z.ZodMiniType<number | null> {
  return z.pipe(
    z.nullable(z.union([z.int(), z.string().check(z.refine((name) => name in numbers, 'no status of IF-MIB'))])),
    z.transform((given) => (typeof given === 'string' ? (numbers[given] ?? null) : given)),
  );
}

const Reported = z.object({
  admin: ifStatus(IF_ADMIN_STATUS),
  oper: ifStatus(IF_OPER_STATUS),
  role: z._default(z.enum(PORT_ROLES), 'PRIMARY'),
});

const Poll = z.object({ t: Instant, oper: z.string(), sysUpTime: z.number(), ifLastChange: z.number() });

const TwoPolls = z.object({
  polls: z.tuple([Poll, Poll]),
  traps: z._default(z.array(z.object({ t: Instant, type: z.enum(['linkDown', 'linkUp']) })), []),
});

function polledState({ t, oper, sysUpTime, ifLastChange }: z.infer<typeof Poll>) {
  return { takenAt: t, up: oper === 'up', sysUpTime, ifLastChange };
}

function describeBreak(found: ShortBreak | undefined): unknown {
  if (found === undefined) return { outage: null, event: null, durationSeconds: null };
  if (found.kind === 'FLAP_UNRESOLVED') {
    return { outage: null, event: found.kind, at: instantText(found.at), durationSeconds: 0 };
  }
  return {
    outage: [instantText(found.from), instantText(found.to)],
    event: null,
    durationSeconds: (found.to - found.from) / MS_PER_SECOND,
  };
}

const ofReport = oneOrMany(Reported, ({ admin, oper, role }) => portStatus(admin, oper, role));
const ofPolls = answering(TwoPolls, ({ polls: [first, second], traps }) => {
  const linkTraps = traps.map(({ t, type }) => ({ at: t, kind: type }));
  return describeBreak(breaksBetweenPolls(polledState(first), polledState(second), linkTraps)[0]);
});

/** Every list of intervals in the input is the down time of one end or leg, whatever it is called. */
const Ends = z.pipe(
  z.looseObject({ mode: z.enum(COMPOSE_MODES) }),
  z.transform(({ mode, ...lists }) => ({ mode, ends: Object.values(lists).flatMap(intervalLists) })),
);

function intervalLists(value: unknown): Interval[][] {
  const parsed = z.safeParse(z.array(IntervalPair), value);
  if (parsed.success) return [parsed.data];
  return Array.isArray(value) ? value.flatMap(intervalLists) : [];
}

export const STATUS_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-STATUS': (input) =>
    (z.safeParse(z.looseObject({ polls: z.unknown() }), input).success ? ofPolls : ofReport)(input),
  'P-COMPOSE': answering(Ends, ({ mode, ends }) => {
    const down = composeDown(ends, mode);
    return {
      downSeconds: coveredMs(down) / MS_PER_SECOND,
      // Only a protected circuit loses less than all: some leg was down, and not every one.
      degradedSeconds: coveredMs(subtractIntervals(ends.flat(), down)) / MS_PER_SECOND,
      down: down.map(({ from, to }) => [instantText(from), instantText(to)]),
    };
  }),
};

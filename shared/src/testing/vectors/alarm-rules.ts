import * as z from 'zod/mini';
import {
  alarmAfter,
  type AlarmLife,
  calmed,
  flapAfterDown,
  type FlapState,
  penaltyCeiling,
  percentStateChange,
  reuseAt,
  SEVERITIES,
} from '../../domain/alarms/index.js';
import { answering, type RuleOfVector } from './vector-input.js';

/** Longer runs are told by the penalty after their last down alone. */
const SHORT_RUN = 10;

const Downs = z.object({
  downAtSeconds: z.array(z.number()),
  halfLife: z.number(),
  suppress: z.number(),
  reuse: z.number(),
  maxSuppress: z.number(),
  penaltyPerDown: z.number(),
});

function flapping({ downAtSeconds, halfLife, maxSuppress, ...limits }: z.infer<typeof Downs>): unknown {
  const rule = { ...limits, halfLifeS: halfLife, maxSuppressS: maxSuppress };
  const states: FlapState[] = [];
  for (const at of downAtSeconds) states.push(flapAfterDown(states.at(-1), at, rule));
  const last = states.at(-1);
  const after = states.map(({ penalty }) => penalty);
  return {
    penaltyAfterEach: after.length > SHORT_RUN ? after.slice(-1) : after,
    suppressedAtSeconds: states.find(({ isSuppressed }) => isSuppressed)?.at ?? null,
    ceiling: penaltyCeiling(rule),
    reuseAtSeconds: last === undefined ? null : reuseAt(calmed(last, last.at, rule), rule),
  };
}

const Clock = z.pipe(
  z.string().check(z.regex(/^\d{2,}:\d{2}:\d{2}$/)),
  z.transform((text) => {
    const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  }),
);

const Events = z.object({
  events: z.array(z.tuple([Clock, z.enum(['raise', 'clear']), z.string(), z.nullable(z.enum(SEVERITIES))])),
  reopenWindowSeconds: z.number(),
});

/** All events of a vector are of one object: one key for each alarm type. The answer is about the newest row. */
function life({ events, reopenWindowSeconds }: z.infer<typeof Events>): unknown {
  const newest = new Map<string, AlarmLife>();
  let rows = 0;
  let last: AlarmLife | undefined;
  for (const [at, kind, type, severity] of events) {
    const event = kind === 'clear' ? { kind, at } : { kind, at, severity: severity ?? 'indeterminate', text: type };
    const step = alarmAfter(newest.get(type), event, reopenWindowSeconds * 1_000);
    if (step.outcome === 'raised') rows += 1;
    if (step.life !== undefined) newest.set(type, step.life);
    last = step.life ?? last;
  }
  return {
    alarmRows: rows,
    raiseCount: last?.raiseCount ?? 0,
    duplicateCount: last?.duplicateCount ?? 0,
    state: last?.state ?? null,
    isCleared: last?.state === 'cleared',
    severity: last?.severity ?? null,
  };
}

const Changes = z.object({ changePositions: z.array(z.int()), checks: z._default(z.int(), 21) });

export const ALARM_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-ALARM': answering(Events, life),
  'P-FLAP': answering(Downs, flapping),
  'P-PSC': answering(Changes, ({ changePositions, checks }) => ({
    percentStateChange: percentStateChange(changePositions, checks),
  })),
};

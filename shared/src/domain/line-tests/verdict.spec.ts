import type { LineEvidence, TestedEnd } from './evidence.js';
import { type GivenReason, judgeTest } from './verdict.js';

const READ_AT = 1_795_248_000_000;

const end = (side: 'A' | 'Z', more: Partial<TestedEnd> = {}): TestedEnd => ({
  ...{ side, status: 'UP', isFresh: true, readAt: READ_AT },
  ...more,
});
const found = (more: Partial<LineEvidence> = {}): LineEvidence => ({
  ...{ hasPower: 'yes', ends: [end('A'), end('Z')], errors: [], light: [], probes: [] },
  ...{ utilisation: null, work: null, fault: null, ...more },
});
const probe = (more: object = {}) => ({
  ...{ side: 'Z' as const, lossPct: 0, meanUs: 4_000, beforeMeanUs: 4_000, measuredAt: READ_AT },
  ...more,
});
const fault = { id: 'f', kind: 'DOWN', reason: 'portDown', suspected: 'UNKNOWN', isEvent: false, since: 1 } as const;
const told = (reasons: readonly GivenReason[]): string[] => reasons.map(({ code, side }) => code + (side ?? ''));
const downA = [end('A', { status: 'DOWN' }), end('Z')];
const downBoth = [end('A', { status: 'DOWN' }), end('Z', { status: 'DOWN' })];
const work = { id: 'w', number: 'CW-1', until: READ_AT };
const silent = { isFresh: false };
const dark = { side: 'A', nowDbm: -40, beforeDbm: -8 } as const;

/** What was found, and what is said of it. */
const CASES: readonly [string, Partial<LineEvidence>, string, readonly string[]][] = [
  ['works in progress, whatever else', { work, ends: downA, hasPower: 'no' }, 'WORKS HIGH', ['workRunning']],
  ['a network event', { fault: { ...fault, isEvent: true }, ends: downA }, 'KNOWN_EVENT HIGH', ['networkEvent']],
  ['all well, no probe', {}, 'CUSTOMER_SIDE MEDIUM', ['portUpA', 'portUpZ']],
  ['all well, with a probe', { probes: [probe()] }, 'CUSTOMER_SIDE HIGH', ['portUpA', 'portUpZ', 'probeWellZ']],
  ['up without power', { hasPower: 'no' }, 'CUSTOMER_SIDE HIGH', ['noPower', 'portUpA', 'portUpZ']],
  ['one end down with power', { ends: downA }, 'OUR_SIDE MEDIUM', ['portDownA', 'powerOk']],
  ['down in the dark', { ends: downA, light: [dark] }, 'OUR_SIDE HIGH', ['portDownA', 'lightLostA', 'powerOk']],
  ['down without power', { ends: downA, hasPower: 'no' }, 'CUSTOMER_SIDE HIGH', ['noPower', 'portDownA']],
  ['down, power not known', { ends: downA, hasPower: 'unknown' }, 'UNCLEAR LOW', ['portDownA', 'powerUnknown']],
  [
    'both down, power not known',
    { ends: downBoth, hasPower: 'unknown' },
    'OUR_SIDE MEDIUM',
    ['portDownA', 'portDownZ', 'powerUnknown'],
  ],
  [
    'down, the fault points at us',
    { ends: downA, hasPower: 'unknown', fault: { ...fault, suspected: 'OPERATOR' } },
    'OUR_SIDE LOW',
    ['portDownA', 'faultSuspectsUs'],
  ],
  [
    'down, the fault points at the customer',
    { ends: downA, hasPower: 'unknown', fault: { ...fault, suspected: 'CUSTOMER' } },
    'CUSTOMER_SIDE LOW',
    ['portDownA', 'faultSuspectsCustomer'],
  ],
  ['shut', { ends: [end('A', { status: 'ADMIN_DOWN' }), end('Z')] }, 'OUR_SIDE MEDIUM', ['portShutA']],
  ['nothing read', { ends: [end('A', silent), end('Z', silent)] }, 'UNCLEAR LOW', ['notReadA', 'notReadZ']],
  ['down once, not read now', { ends: [end('A', { ...silent, status: 'DOWN' })] }, 'UNCLEAR LOW', ['notReadA']],
  ['read, but not known', { ends: [end('A', { status: 'UNKNOWN' })] }, 'UNCLEAR LOW', ['notReadA']],
  ['nothing watched', { ends: [] }, 'UNCLEAR LOW', ['nothingWatched']],
  ['nothing watched, no power', { ends: [], hasPower: 'no' }, 'CUSTOMER_SIDE LOW', ['noPower', 'nothingWatched']],
  ['one end unread', { ends: [end('A'), end('Z', silent)] }, 'UNCLEAR LOW', ['notReadZ', 'portUpA']],
  ['full', { utilisation: 97 }, 'CUSTOMER_SIDE MEDIUM', ['lineFull', 'portUpA', 'portUpZ']],
  [
    'loss on a full line',
    { utilisation: 97, probes: [probe({ lossPct: 3 })] },
    'CUSTOMER_SIDE MEDIUM',
    ['lineFull', 'lossSeenZ'],
  ],
  ['loss', { probes: [probe({ lossPct: 3 })] }, 'OUR_SIDE MEDIUM', ['lossSeenZ', 'portUpA', 'portUpZ']],
  ['delay', { probes: [probe({ meanUs: 40_000 })] }, 'OUR_SIDE MEDIUM', ['delayRoseZ', 'portUpA', 'portUpZ']],
  [
    'less light and more errors, full or not',
    {
      utilisation: 97,
      light: [{ side: 'A', nowDbm: -14, beforeDbm: -8 }],
      errors: [{ side: 'A', now: 400, before: 2 }],
    },
    'OUR_SIDE HIGH',
    ['lightFellA', 'errorsRoseA', 'portUpA', 'portUpZ'],
  ],
];

/** Small changes that are none. */
const STEADY: readonly [string, Partial<LineEvidence>][] = [
  ['as many errors as yesterday', { errors: [{ side: 'A', now: 400, before: 390 }] }],
  ['a handful of errors', { errors: [{ side: 'A', now: 9, before: 0 }] }],
  ['light of a dB less', { light: [{ side: 'A', nowDbm: -9, beforeDbm: -8 }] }],
  ['a port that never had light', { light: [{ side: 'A', nowDbm: -40, beforeDbm: -40 }] }],
  ['a delay of twice next to nothing', { probes: [probe({ meanUs: 900, beforeMeanUs: 300 })] }],
];

describe('The verdict of a line test', () => {
  for (const [name, evidence, verdict, reasons] of CASES) {
    it(`of ${name} is ${verdict}`, () => {
      const judged = judgeTest(found(evidence));
      expect(`${judged.verdict} ${judged.confidence}`).toBe(verdict);
      expect(told(judged.reasons)).toEqual(reasons);
    });
  }

  for (const [name, evidence] of STEADY) {
    it(`does not blame the line for ${name}`, () => {
      expect(judgeTest(found(evidence)).verdict).toBe('CUSTOMER_SIDE');
    });
  }
});

import type { CircuitEndSide } from '../status/statuses.js';
import type { LineEvidence, TestedEnd } from './evidence.js';

/** On whose side the trouble is; WORKS and KNOWN_EVENT: the operator knows already. */
export const LINE_VERDICTS = ['CUSTOMER_SIDE', 'OUR_SIDE', 'UNCLEAR', 'WORKS', 'KNOWN_EVENT'] as const;
export type LineVerdict = (typeof LINE_VERDICTS)[number];

export const CONFIDENCES = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Why a verdict is what it is, as a code that both languages have a sentence for. */
export const LINE_REASONS = [
  'workRunning',
  'networkEvent',
  'noPower',
  'powerOk',
  'powerUnknown',
  'nothingWatched',
  'notRead',
  'portDown',
  'portUp',
  'portShut',
  'lightLost',
  'lightFell',
  'errorsRose',
  'lossSeen',
  'delayRose',
  'probeWell',
  'lineFull',
  'faultSuspectsUs',
  'faultSuspectsCustomer',
] as const;
export type LineReason = (typeof LINE_REASONS)[number];

/** A reason, and the end that it is about; null: the whole line. */
export interface GivenReason {
  readonly code: LineReason;
  readonly side: CircuitEndSide | null;
}

export interface LineJudgementGiven {
  readonly verdict: LineVerdict;
  readonly confidence: Confidence;
  /** Weightiest first. */
  readonly reasons: readonly GivenReason[];
}

/** What counts as another line than yesterday's. */
export const LINE_TEST_LEVELS = {
  /** Fewer errored frames in a quarter of an hour are no trouble, whatever there were before. */
  leastErrors: 10,
  errorsTimes: 3,
  lightFallDb: 3,
  /** No light to speak of: the fibre or the sender behind it. */
  noLightDbm: -35,
  lossPct: 1,
  delayTimes: 2,
  leastDelayRiseUs: 5_000,
  fullPct: 90,
} as const;

/**
 * The verdict of a line test (P-LTEST). A function of the readings alone. An end that could not be read is never taken as up
 * or down: with an unread end nothing is cleared, and without any read end no side is named, but for the power
 * that the customer says is missing.
 */
export function judgeTest(evidence: LineEvidence): LineJudgementGiven {
  const { work, fault, ends } = evidence;
  if (work !== null) return given('WORKS', 'HIGH', [whole('workRunning')]);
  if (fault?.isEvent === true) return given('KNOWN_EVENT', 'HIGH', [whole('networkEvent')]);
  const fresh = ends.filter(({ isFresh, status }) => isFresh && status !== 'UNKNOWN');
  const unread = ends.filter((end) => !fresh.includes(end));
  const notRead = unread.map(({ side }): GivenReason => ({ code: 'notRead', side }));
  if (fresh.length === 0) return judgeUnread(evidence, notRead);
  const shut = fresh.filter(({ status }) => status === 'ADMIN_DOWN' || status === 'TESTING');
  if (shut.length > 0) return given('OUR_SIDE', 'MEDIUM', [...about('portShut', shut), ...notRead]);
  const down = fresh.filter(({ status }) => status === 'DOWN');
  if (down.length > 0) return judgeDown(evidence, down, notRead);
  return judgeUp(evidence, fresh, notRead);
}

function judgeUnread({ hasPower, ends }: LineEvidence, notRead: readonly GivenReason[]): LineJudgementGiven {
  const reasons = ends.length === 0 ? [whole('nothingWatched')] : notRead;
  if (hasPower === 'no') return given('CUSTOMER_SIDE', 'LOW', [whole('noPower'), ...reasons]);
  return given('UNCLEAR', 'LOW', reasons);
}

/** A port that is down says that nothing arrives at it: from equipment without power, or over a line that is cut. */
function judgeDown(
  evidence: LineEvidence,
  down: readonly TestedEnd[],
  notRead: readonly GivenReason[],
): LineJudgementGiven {
  const { hasPower, fault, light } = evidence;
  const dark = light.filter(({ nowDbm }) => nowDbm <= LINE_TEST_LEVELS.noLightDbm);
  const seen = [
    ...about('portDown', down),
    ...dark.map(({ side }): GivenReason => ({ code: 'lightLost', side })),
    ...notRead,
  ];
  if (hasPower === 'no') return given('CUSTOMER_SIDE', 'HIGH', [whole('noPower'), ...seen]);
  if (hasPower === 'yes')
    return given('OUR_SIDE', down.length > 1 || dark.length > 0 ? 'HIGH' : 'MEDIUM', [...seen, whole('powerOk')]);
  // Two sites do not lose their power at the same moment.
  if (down.length > 1) return given('OUR_SIDE', 'MEDIUM', [...seen, whole('powerUnknown')]);
  if (fault?.suspected === 'OPERATOR') return given('OUR_SIDE', 'LOW', [...seen, whole('faultSuspectsUs')]);
  if (fault?.suspected === 'CUSTOMER') return given('CUSTOMER_SIDE', 'LOW', [...seen, whole('faultSuspectsCustomer')]);
  return given('UNCLEAR', 'LOW', [...seen, whole('powerUnknown')]);
}

function judgeUp(
  evidence: LineEvidence,
  fresh: readonly TestedEnd[],
  notRead: readonly GivenReason[],
): LineJudgementGiven {
  const { hasPower, probes, utilisation } = evidence;
  const worse = worseThanYesterday(evidence);
  if (worse.length > 0 && utilisation !== null && utilisation >= LINE_TEST_LEVELS.fullPct && isOfLoadAlone(worse))
    return given('CUSTOMER_SIDE', 'MEDIUM', [whole('lineFull'), ...worse, ...notRead]);
  if (worse.length > 0) {
    const codes = new Set(worse.map(({ code }) => code));
    return given('OUR_SIDE', codes.size > 1 ? 'HIGH' : 'MEDIUM', [...worse, ...about('portUp', fresh), ...notRead]);
  }
  const up = about('portUp', fresh);
  if (hasPower === 'no') return given('CUSTOMER_SIDE', 'HIGH', [whole('noPower'), ...up, ...notRead]);
  if (notRead.length > 0) return given('UNCLEAR', 'LOW', [...notRead, ...up]);
  if (utilisation !== null && utilisation >= LINE_TEST_LEVELS.fullPct)
    return given('CUSTOMER_SIDE', 'MEDIUM', [whole('lineFull'), ...up]);
  const well = probes.map(({ side }): GivenReason => ({ code: 'probeWell', side }));
  return given('CUSTOMER_SIDE', probes.length > 0 ? 'HIGH' : 'MEDIUM', [...up, ...well]);
}

function worseThanYesterday({ errors, light, probes }: LineEvidence): GivenReason[] {
  const { leastErrors, errorsTimes, lightFallDb, noLightDbm, lossPct, delayTimes, leastDelayRiseUs } = LINE_TEST_LEVELS;
  return [
    ...light.flatMap(({ side, nowDbm, beforeDbm }): GivenReason[] => {
      if (nowDbm <= noLightDbm && (beforeDbm === null || beforeDbm > noLightDbm)) return [{ code: 'lightLost', side }];
      return beforeDbm !== null && beforeDbm - nowDbm >= lightFallDb ? [{ code: 'lightFell', side }] : [];
    }),
    ...errors
      .filter(({ now, before }) => now >= leastErrors && now >= errorsTimes * (before ?? 0))
      .map(({ side }): GivenReason => ({ code: 'errorsRose', side })),
    ...probes.filter((probe) => probe.lossPct >= lossPct).map(({ side }): GivenReason => ({ code: 'lossSeen', side })),
    ...probes
      .filter(
        ({ meanUs, beforeMeanUs }) =>
          meanUs !== null &&
          beforeMeanUs !== null &&
          meanUs >= delayTimes * beforeMeanUs &&
          meanUs - beforeMeanUs >= leastDelayRiseUs,
      )
      .map(({ side }): GivenReason => ({ code: 'delayRose', side })),
  ];
}

/** A full line loses and delays packets; it makes no errored frames and takes no light. */
function isOfLoadAlone(reasons: readonly GivenReason[]): boolean {
  return reasons.every(({ code }) => code === 'lossSeen' || code === 'delayRose');
}

function given(verdict: LineVerdict, confidence: Confidence, reasons: readonly GivenReason[]): LineJudgementGiven {
  return { verdict, confidence, reasons };
}

function whole(code: LineReason): GivenReason {
  return { code, side: null };
}

function about(code: LineReason, ends: readonly TestedEnd[]): GivenReason[] {
  return ends.map(({ side }) => ({ code, side }));
}

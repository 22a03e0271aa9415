import type { ReportLanguage, ReportNumbers } from '@linewatch/shared';
import type { Brand } from '../brand/index.js';
import { adviceSentences } from './report-advice-words.js';
import { localTime, mbit, minutes, number, share } from './report-cells.js';
import { experienceSentences, qualitySheets, satisfactionSheets } from './report-experience-sheets.js';
import { REPORT_EXPERIENCE_METHOD } from './report-experience-words.js';
import { periodOf } from './report-file-name.js';
import type { Cell, Sheet } from './report-table.js';
import {
  codeWord,
  REPORT_METHOD,
  REPORT_PERIOD_WORDS,
  REPORT_RANGE_METHOD,
  REPORT_SENTENCES,
  REPORT_TERMS_WORDS,
  REPORT_TICKET_WORDS,
  REPORT_WORDS,
  type ReportWord,
  say,
  TIMER_WORDS,
} from './report-words.js';

export type { Cell, Sheet };

/** What every form of a report says, in one language. */
export interface ReportWritten {
  readonly title: string;
  readonly customer: string;
  readonly period: string;
  /** The lines that it is about; null: all. */
  readonly part: string | null;
  /** Null for a closed month. */
  readonly preliminary: string | null;
  readonly comment: string | null;
  readonly sentences: readonly string[];
  /** Risks with their reasons, and what to do; null when there are none. */
  readonly advice: { readonly title: string; readonly sentences: readonly string[] } | null;
  readonly sheets: readonly Sheet[];
  readonly method: readonly string[];
}

/** What is written: the stored numbers, their hash, the words of the account manager. */
export interface ReportContent {
  readonly numbers: ReportNumbers;
  readonly hash: string;
  readonly comment: string | null;
  /** How the operator looks. */
  readonly brand: Pick<Brand, 'accent' | 'logo'>;
}

/** Says the numbers in a language. No number is reckoned here that the other language could reckon otherwise. */
export function writeReport(
  { numbers, hash, comment }: Omit<ReportContent, 'brand'>,
  language: ReportLanguage,
): ReportWritten {
  const word = (name: ReportWord): string => REPORT_WORDS[name][language];
  const advice = adviceSentences(numbers, language);
  const [own, other] =
    language === 'en'
      ? [numbers.customer.nameEn, numbers.customer.nameZh]
      : [numbers.customer.nameZh, numbers.customer.nameEn];
  return {
    title: word('title'),
    customer: own === '' ? other : own,
    period: periodOf({ month: numbers.month, dates: numbers.dates ?? null }),
    part: partOf(numbers, language),
    preliminary: numbers.isPreliminary ? word('preliminary') : null,
    comment,
    sentences: sentencesOf(numbers, language),
    advice: advice.length === 0 ? null : { title: word('advice'), sentences: advice },
    sheets: sheetsOf(numbers, language),
    method: methodOf(numbers, hash, language),
  };
}

function partOf({ part }: ReportNumbers, language: ReportLanguage): string | null {
  if (part === undefined) return null;
  if (part.site === null) return say(REPORT_WORDS.someCircuits, language, { circuits: part.circuits ?? 0 });
  const { nameZh, nameEn } = part.site;
  const site = language === 'zh-CN' || nameEn === '' ? nameZh : nameEn;
  return say(REPORT_WORDS.ofSite, language, { site });
}

function sentencesOf(numbers: ReportNumbers, language: ReportLanguage): string[] {
  const noData = REPORT_WORDS.noData[language];
  const { percent, beforePercent, outageS, unknownPercent, ...counts } = numbers.summary;
  const before = beforePercent === null ? noData : `${beforePercent}%`;
  return [
    ...(percent === null ? [] : [say(REPORT_SENTENCES.availability, language, { percent, before })]),
    say(REPORT_SENTENCES.verdicts, language, counts),
    say(REPORT_SENTENCES.outages, language, { ...counts, minutes: minutes(outageS) }),
    say(REPORT_SENTENCES.work, language, counts),
    ...experienceSentences(numbers, language),
    say(REPORT_SENTENCES.unknown, language, { unknown: unknownPercent }),
  ];
}

function sheetsOf(numbers: ReportNumbers, language: ReportLanguage): Sheet[] {
  const at = (iso: string): string => localTime(iso, numbers.timeZone);
  const word = (name: ReportWord): string => REPORT_WORDS[name][language];
  const sheet = (title: ReportWord, columns: readonly ReportWord[], rows: readonly (readonly Cell[])[]): Sheet => ({
    title: word(title),
    columns: columns.map(word),
    rows,
  });
  return [
    sheet(
      'circuits',
      [
        ...(['circuit', 'name', 'target', 'contractual', 'operational', 'before', 'verdict'] as const),
        ...(['lostMinutes', 'excludedMinutes', 'unknownMinutes', 'outageCount', 'revision'] as const),
      ],
      numbers.circuits.map(
        ({ code, name, alias, target, contractual, operational, before, isMet, outages, revision }) => [
          ...[code, alias ?? name, number(target), number(contractual.percent), number(operational.percent)],
          ...[number(before), word(isMet === null ? 'open' : isMet ? 'met' : 'missed'), minutes(contractual.lostS)],
          ...[minutes(contractual.excludedS), minutes(contractual.unknownS), outages, revision],
        ],
      ),
    ),
    sheet(
      'traffic',
      ['circuit', 'name', 'inP95', 'outP95', 'inMean', 'outMean', 'bandwidth', 'utilisation', 'coverage'],
      numbers.circuits.map(({ code, name, alias, traffic }) => [
        ...[code, alias ?? name, mbit(traffic.inP95Bps), mbit(traffic.outP95Bps), mbit(traffic.inMeanBps)],
        ...[mbit(traffic.outMeanBps), mbit(traffic.contractedBps), traffic.utilisation, traffic.coverage],
      ]),
    ),
    ...qualitySheets(numbers, language),
    sheet(
      'outages',
      ['circuit', 'name', 'from', 'to', 'minutes', 'cause', 'note'],
      numbers.outages.map(({ circuitCode, circuitName, from, to, seconds, cause, byTicket, comment }) => [
        ...[circuitCode, circuitName, at(from), to === null ? word('lasts') : at(to), minutes(seconds)],
        ...[causeWord(cause, byTicket, language), comment],
      ]),
    ),
    sheet(
      'works',
      ['number', 'workTitle', 'from', 'to', 'state', 'circuitCount'],
      numbers.works.map(({ number: of, title, from, to, state, circuits }) => [
        ...[of, title, at(from), at(to), codeWord(state, language), circuits],
      ]),
    ),
    ...ticketSheets(numbers, language, at),
    ...satisfactionSheets(numbers, language),
  ];
}

function causeWord(
  cause: ReportNumbers['outages'][number]['cause'],
  byTicket: ReportNumbers['outages'][number]['byTicket'],
  language: ReportLanguage,
): string {
  if (byTicket === undefined) return codeWord(cause, language);
  return say(REPORT_TICKET_WORDS, language, { ...byTicket, cause: codeWord(byTicket.cause, language) });
}

function ticketSheets(
  { norms, tickets }: ReportNumbers,
  language: ReportLanguage,
  at: (iso: string) => string,
): Sheet[] {
  const word = (name: ReportWord): string => REPORT_WORDS[name][language];
  const columns = ['number', 'priority', 'reported', 'restored', 'restoreMinutes', 'missedNorms'] as const;
  return [
    {
      title: word('norms'),
      columns: (['timer', 'kept', 'all', 'share'] as const).map(word),
      rows: norms.map(({ timer, kept, all }) => [TIMER_WORDS[timer][language], kept, all, share(kept, all)]),
    },
    {
      title: word('tickets'),
      columns: columns.map(word),
      rows: tickets.map(({ number: of, priority, reportedAt, restoredAt, restoreS, missed }) => [
        ...[of, priority, at(reportedAt), restoredAt === null ? null : at(restoredAt)],
        restoreS === null ? null : minutes(restoreS),
        missed.length === 0 ? word('none') : missed.map((timer) => TIMER_WORDS[timer][language]).join(word('and')),
      ]),
    },
  ];
}

function methodOf(
  { dates, from, to, timeZone, terms, quality }: ReportNumbers,
  hash: string,
  language: ReportLanguage,
): string[] {
  const period = { from: localTime(from, timeZone), to: localTime(to, timeZone), timeZone, hash };
  return [
    ...REPORT_METHOD.map((words) => words[language]),
    ...(quality === undefined ? [] : REPORT_EXPERIENCE_METHOD.map((words) => words[language])),
    ...(dates === undefined ? [] : [REPORT_RANGE_METHOD[language]]),
    ...terms.map(({ noDataPolicy, denominator, ...rest }) =>
      say(REPORT_TERMS_WORDS, language, {
        ...rest,
        noDataPolicy: codeWord(noDataPolicy, language),
        denominator: codeWord(denominator, language),
      }),
    ),
    say(REPORT_PERIOD_WORDS, language, period),
  ];
}

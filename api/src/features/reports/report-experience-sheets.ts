import type { ReportLanguage, ReportNumbers } from '@linewatch/shared';
import { number } from './report-cells.js';
import { METRIC_WORDS, STEP_WORDS } from './report-experience-words.js';
import type { Sheet } from './report-table.js';
import { REPORT_SENTENCES, REPORT_WORDS, type ReportWord, say } from './report-words.js';

/** Delay, loss and jitter, a row a measured line and respect; none in a report of before they were told of. */
export function qualitySheets({ quality }: ReportNumbers, language: ReportLanguage): Sheet[] {
  if (quality === undefined) return [];
  const word = (name: ReportWord): string => REPORT_WORDS[name][language];
  const columns = ['circuit', 'name', 'metric', 'mean', 'worst', 'promised', 'verdict', 'gap'] as const;
  return [
    {
      title: word('quality'),
      columns: columns.map(word),
      rows: quality.flatMap(({ code, name, alias, metrics, gap }) =>
        metrics.map(({ metric, mean, worst, target, isMet }) => [
          ...[code, alias ?? name, METRIC_WORDS[metric][language], number(mean) ?? word('noData'), number(worst)],
          ...[number(target), word(isMet === null ? 'open' : isMet ? 'met' : 'missed'), gap],
        ]),
      ),
    },
  ];
}

/** What customers said of each step; no rows where nobody said anything. */
export function satisfactionSheets({ satisfaction }: ReportNumbers, language: ReportLanguage): Sheet[] {
  if (satisfaction === undefined) return [];
  const { rated, steps } = satisfaction;
  return [
    {
      title: REPORT_WORDS.satisfaction[language],
      columns: (['ratedStep', 'ratings', 'meanRating'] as const).map((name) => REPORT_WORDS[name][language]),
      rows: rated === 0 ? [] : steps.map(({ step, count, mean }) => [STEP_WORDS[step][language], count, mean]),
    },
  ];
}

/** What the summary says of both, also where nothing was measured or nobody rated. */
export function experienceSentences(
  { quality, satisfaction, summary }: ReportNumbers,
  language: ReportLanguage,
): string[] {
  const noData = REPORT_WORDS.noData[language];
  const sentences: string[] = [];
  if (quality !== undefined) {
    const verdicts = quality.map(({ metrics }) => metrics.flatMap(({ isMet }) => isMet ?? []));
    const missed = verdicts.filter((each) => each.includes(false)).length;
    const open = verdicts.filter((each) => each.length === 0).length;
    const counts = { lines: quality.length, met: quality.length - missed - open, missed, open };
    sentences.push(say(quality.length === 0 ? REPORT_SENTENCES.noQuality : REPORT_SENTENCES.quality, language, counts));
  }
  if (satisfaction !== undefined) {
    const { rated, steps, callBacks, openCallBacks } = satisfaction;
    const mean = steps.find(({ step }) => step === 'OVERALL')?.mean ?? noData;
    const values = { tickets: summary.tickets, rated, mean, callBacks, openCallBacks };
    sentences.push(say(rated === 0 ? REPORT_SENTENCES.unrated : REPORT_SENTENCES.satisfaction, language, values));
  }
  return sentences;
}

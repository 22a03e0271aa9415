import type { AdviceKind, ReportAdvice, ReportLanguage, ReportNumbers } from '@linewatch/shared';
import { localDay, minutes } from './report-cells.js';
import { say, TIMER_WORDS, type Words } from './report-words.js';

/** Each a reason with its numbers, then what to do about it. */
const ADVICE_WORDS: Readonly<Record<AdviceKind, Words>> = {
  TARGET_MISSED: {
    'zh-CN': '{line}：计入中断 {used} 分钟，超过承诺允许的 {allowed} 分钟。建议与客户经理核对原因，商定整改措施。',
    en: '{line}: {used, plural, one {# minute} other {# minutes}} lost, more than the {allowed} that were promised at most. Agree with your account manager on causes and remedies.',
  },
  CHRONIC: {
    'zh-CN': '{line}：{days} 天内非计划中断 {outages} 次，属反复故障。建议查明根因后整治，而不是逐次修复。',
    en: '{line}: {outages, plural, one {# unplanned outage} other {# unplanned outages}} within {days, plural, one {# day} other {# days}}, a recurring fault. Find and remove the root cause instead of repairing once more.',
  },
  MINUTES_TIGHT: {
    'zh-CN': '{line}：承诺允许中断 {allowed} 分钟，已用 {used} 分钟。可推迟的作业建议避开本账期。',
    en: '{line}: {used} of the {allowed, plural, one {# minute} other {# minutes}} that it may lose were used. Keep works that can wait out of this period.',
  },
  NO_BACKUP: {
    'zh-CN': '{line}：中断 {lost} 分钟，没有备用电路可以接替。建议评估增加备用路由。',
    en: '{line}: {lost, plural, one {# minute} other {# minutes}} lost, with no backup circuit to stand in. Consider a second route.',
  },
  CAPACITY_FULL: {
    'zh-CN': '{line}：流量 95 值为签约带宽的 {utilisation}%，已达 80% 的扩容线。建议扩容。',
    en: '{line}: P95 traffic is {utilisation}% of the contracted bandwidth, at or above 80%. Extend the bandwidth.',
  },
  CAPACITY_SOON: {
    'zh-CN': '{line}：流量 95 值为签约带宽的 {utilisation}%，按日负荷趋势约于 {day} 达到 80%。建议提前安排扩容。',
    en: '{line}: P95 traffic is {utilisation}% of the contracted bandwidth and, by the trend of its days, reaches 80% by {day}. Plan an extension.',
  },
  NORM_MISSED: {
    'zh-CN': '工单“{timer}”时限：{all} 次中 {missed} 次超时。建议逐单复盘处理过程。',
    en: 'Ticket norm “{timer}”: {missed} of {all} ran out of time. Review these tickets one by one.',
  },
};

/** The advice of a report as sentences. */
export function adviceSentences(
  { advice = [], circuits, timeZone }: Pick<ReportNumbers, 'advice' | 'circuits' | 'timeZone'>,
  language: ReportLanguage,
): string[] {
  const names = new Map(circuits.map(({ code, name, alias }) => [code, alias ?? name]));
  return advice.map((each) => {
    const line = 'code' in each ? `${names.get(each.code) ?? ''} ${each.code}`.trim() : '';
    return say(ADVICE_WORDS[each.kind], language, { line, ...valuesOf(each, language, timeZone) });
  });
}

function valuesOf(
  advice: ReportAdvice,
  language: ReportLanguage,
  timeZone: string,
): Readonly<Record<string, string | number>> {
  switch (advice.kind) {
    case 'TARGET_MISSED':
    case 'MINUTES_TIGHT':
      return { used: minutes(advice.usedS), allowed: minutes(advice.allowedS) };
    case 'CHRONIC':
      return { outages: advice.outages, days: advice.days };
    case 'NO_BACKUP':
      return { lost: minutes(advice.lostS) };
    case 'CAPACITY_FULL':
      return { utilisation: advice.utilisation };
    case 'CAPACITY_SOON':
      return { utilisation: advice.utilisation, day: localDay(advice.fullAt, timeZone) };
    case 'NORM_MISSED':
      return { timer: TIMER_WORDS[advice.timer][language], missed: advice.missed, all: advice.all };
  }
}

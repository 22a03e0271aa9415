import { type Language, SEVERITIES } from '@linewatch/shared';
import type { NoticeFacts } from '../notice-event.js';
import { faultReason } from './fault-words.js';

/** How a fact is written. A percentage comes as a number of 0 to 100. */
type FactType = 'text' | 'number' | 'instant' | 'minutes' | 'seconds' | 'milliseconds' | 'percent' | 'severity' | 'yes';

interface FactWords extends Readonly<Record<Language, string>> {
  readonly type: FactType;
}

/** How somebody reads. */
export interface ReaderOfNotice {
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** What of the facts is said, in this order. A fact that is not in here is for the house alone and never said. */
const FACTS: Readonly<Record<string, FactWords>> = {
  number: { type: 'text', 'zh-CN': '编号', en: 'Number' },
  title: { type: 'text', 'zh-CN': '标题', en: 'Title' },
  name: { type: 'text', 'zh-CN': '名称', en: 'Name' },
  period: { type: 'text', 'zh-CN': '周期', en: 'Period' },
  before: { type: 'severity', 'zh-CN': '原级别', en: 'Severity before' },
  severity: { type: 'severity', 'zh-CN': '级别', en: 'Severity' },
  since: { type: 'instant', 'zh-CN': '开始时间', en: 'Began' },
  until: { type: 'instant', 'zh-CN': '恢复时间', en: 'Ended' },
  startedAt: { type: 'instant', 'zh-CN': '开始时间', en: 'Began' },
  raisedAt: { type: 'instant', 'zh-CN': '发生时间', en: 'Began' },
  startsAt: { type: 'instant', 'zh-CN': '计划开始', en: 'Planned from' },
  plannedStart: { type: 'instant', 'zh-CN': '计划开始', en: 'Planned from' },
  endsAt: { type: 'instant', 'zh-CN': '计划结束', en: 'Planned until' },
  plannedEnd: { type: 'instant', 'zh-CN': '计划结束', en: 'Planned until' },
  clearedAt: { type: 'instant', 'zh-CN': '恢复时间', en: 'Ended' },
  endedAt: { type: 'instant', 'zh-CN': '结束时间', en: 'Ended' },
  restoredAt: { type: 'instant', 'zh-CN': '恢复时间', en: 'Restored' },
  dueAt: { type: 'instant', 'zh-CN': '截止时间', en: 'Due' },
  durationMs: { type: 'milliseconds', 'zh-CN': '历时', en: 'Duration' },
  durationS: { type: 'seconds', 'zh-CN': '历时', en: 'Duration' },
  minutes: { type: 'minutes', 'zh-CN': '历时', en: 'Duration' },
  value: { type: 'number', 'zh-CN': '当前值', en: 'Value' },
  threshold: { type: 'number', 'zh-CN': '门限', en: 'Threshold' },
  utilisationPct: { type: 'percent', 'zh-CN': '利用率', en: 'Utilisation' },
  availabilityPct: { type: 'percent', 'zh-CN': '可用率', en: 'Availability' },
  targetPct: { type: 'percent', 'zh-CN': '承诺值', en: 'Target' },
  escalationLevel: { type: 'number', 'zh-CN': '升级到第几级', en: 'Level' },
  usedPct: { type: 'percent', 'zh-CN': '已用时限', en: 'Time used' },
  occurrences: { type: 'number', 'zh-CN': '次数', en: 'Times' },
  reason: { type: 'text', 'zh-CN': '原因', en: 'Reason' },
  note: { type: 'text', 'zh-CN': '说明', en: 'Note' },
  text: { type: 'text', 'zh-CN': '说明', en: 'Note' },
  accepted: { type: 'yes', 'zh-CN': '是否通过', en: 'Accepted' },
};

/** Words of the severities of RFC 8632. */
const SEVERITY_WORDS: Readonly<Record<(typeof SEVERITIES)[number], Readonly<Record<Language, string>>>> = {
  critical: { 'zh-CN': '严重', en: 'critical' },
  major: { 'zh-CN': '重要', en: 'major' },
  minor: { 'zh-CN': '一般', en: 'minor' },
  warning: { 'zh-CN': '提示', en: 'warning' },
  indeterminate: { 'zh-CN': '未定', en: 'indeterminate' },
};

const LONGEST_TEXT = 300;

/** What the facts say, as `label: value`. What is missing or of another type than expected is left out. */
export function factLines(facts: NoticeFacts, reader: ReaderOfNotice): string[] {
  const joint = reader.language === 'en' ? ': ' : '：';
  return Object.entries(FACTS).flatMap(([name, words]) => {
    // The code of a fault is said in words beside its circuit.
    if (name === 'reason' && faultReason(facts) !== undefined) return [];
    const said = factText(facts[name], words.type, reader);
    return said === undefined ? [] : [`${words[reader.language]}${joint}${said}`];
  });
}

export function severityWord(severity: string, language: Language): string | undefined {
  const known = SEVERITIES.find((each) => each === severity);
  return known === undefined ? undefined : SEVERITY_WORDS[known][language];
}

/** A moment in the reader's zone, which is named, so that nobody takes it for another one. */
export function instant(at: number, { language, timeZone }: ReaderOfNotice): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return `${new Intl.DateTimeFormat(localeOf(language), format).format(at)} (${timeZone})`;
}

function factText(
  fact: string | number | boolean | null | undefined,
  type: FactType,
  reader: ReaderOfNotice,
): string | undefined {
  if (typeof fact === 'string') return textOf(fact, type, reader);
  if (typeof fact === 'number' && Number.isFinite(fact)) return numberText(fact, type, reader.language);
  if (typeof fact === 'boolean' && type === 'yes') return YES_NO[reader.language][fact ? 0 : 1];
  return undefined;
}

const YES_NO: Readonly<Record<Language, readonly [string, string]>> = { 'zh-CN': ['是', '否'], en: ['yes', 'no'] };

function textOf(fact: string, type: FactType, reader: ReaderOfNotice): string | undefined {
  if (type === 'instant') {
    const at = Date.parse(fact);
    return Number.isNaN(at) ? undefined : instant(at, reader);
  }
  if (type === 'severity') return severityWord(fact, reader.language);
  const plain = fact.replaceAll(/\s+/g, ' ').trim();
  return type === 'text' && plain !== '' ? shortened(plain, LONGEST_TEXT) : undefined;
}

function numberText(fact: number, type: FactType, language: Language): string | undefined {
  const digits = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 3 });
  switch (type) {
    case 'text':
    case 'number':
      return digits.format(fact);
    case 'percent':
      return `${digits.format(fact)}%`;
    case 'minutes':
      return duration(fact, language);
    case 'seconds':
      return duration(fact / 60, language);
    case 'milliseconds':
      return duration(fact / 60_000, language);
    case 'instant':
    case 'severity':
    case 'yes':
      return undefined;
  }
}

function duration(minutes: number, language: Language): string {
  const whole = Math.max(0, Math.round(minutes));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  if (language === 'en') return hours === 0 ? `${String(rest)} min` : `${String(hours)} h ${String(rest)} min`;
  return hours === 0 ? `${String(rest)} 分钟` : `${String(hours)} 小时 ${String(rest)} 分钟`;
}

/** At most so many UTF-16 units, with a mark where something was cut off; no character is cut in two. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > longest - 1) break;
    short += character;
  }
  return `${short}…`;
}

const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);

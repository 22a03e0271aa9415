import type { Language, NoticeKind } from '@linewatch/shared';
import type { Scope } from '../../../platform/auth/scope.js';
import { visibleLines } from '../audience.js';
import type { Line, Lines, NoticeEvent } from '../notice-event.js';
import { faultWords } from './fault-words.js';
import { factLines, instant, type ReaderOfNotice, severityWord } from './notice-facts.js';
import { NOTICE_TITLES } from './notice-titles.js';

/** The part of a message that one reader may know of. */
export interface NoticeStory {
  readonly kind: NoticeKind;
  /** At least one. */
  readonly events: readonly NoticeEvent[];
  readonly lines: Lines;
  readonly scope: Scope;
  /** Of an escalation; without one it is told at once. */
  readonly step?: number;
}

/** A message in the words of its reader. */
export interface NoticeWords {
  readonly title: string;
  /** A line for each circuit, or for each happening that has none. */
  readonly lines: readonly string[];
  /** What else is known of a single happening. */
  readonly facts: readonly string[];
}

/** Lines that a message carries; the rest is counted. */
const MOST_LINES = 100;

/** Puts a message into words, with what the scope reaches and nothing else. */
export function noticeWords(
  { kind, events, lines, scope, step = 0 }: NoticeStory,
  reader: ReaderOfNotice,
): NoticeWords {
  const told = events.map((event) => ({ event, circuits: visibleLines(event, lines, scope) }));
  const circuits = [...new Map(told.flatMap((each) => each.circuits.map((line) => [line.id, line]))).values()];
  const [only] = events.length === 1 ? events : [];
  const what = subject(circuits, events, reader.language);
  const said = told.flatMap(({ event, circuits: own }) => happening(event, own, reader));
  return {
    title: `${escalated(step, reader.language)}${NOTICE_TITLES[kind][reader.language].replace('{what}', () => what)}`,
    lines: [...said.slice(0, MOST_LINES), ...more(said.length - MOST_LINES, reader.language)],
    facts: only === undefined ? [] : factLines(only.facts, reader),
  };
}

/** What a person calls a circuit, with the operator's code for whoever is called about it. */
export function circuitName({ code, alias }: Pick<Line, 'code' | 'alias'>, language: Language): string {
  if (alias === null || alias === '') return code;
  return language === 'en' ? `${alias} (${code})` : `${alias}（${code}）`;
}

/** Why somebody is told who was not told at first. */
function escalated(step: number, language: Language): string {
  if (step === 0) return '';
  return language === 'en' ? `Nobody acknowledged (step ${String(step)}) · ` : `无人确认，第 ${String(step)} 级 · `;
}

function subject(circuits: readonly Line[], events: readonly NoticeEvent[], language: Language): string {
  const [circuit] = circuits;
  const names = [...new Set(events.map(({ facts }) => namedBy(facts['number'] ?? facts['title'] ?? facts['name'])))];
  const number = names.length === 1 ? (names[0] ?? '') : '';
  if (circuit === undefined) {
    if (number !== '') return number;
    const [only, ...others] = events;
    const period = others.length === 0 ? namedBy(only?.facts['period']) : '';
    if (period !== '') return period;
    return language === 'en' ? counted(events.length, 'item', 'items') : `${String(events.length)} 项`;
  }
  const lines =
    circuits.length === 1
      ? circuitName(circuit, language)
      : language === 'en'
        ? counted(circuits.length, 'circuit', 'circuits')
        : `${String(circuits.length)} 条电路`;
  return number === '' ? lines : `${number} · ${lines}`;
}

function happening(event: NoticeEvent, circuits: readonly Line[], reader: ReaderOfNotice): string[] {
  const when = instant(momentOf(event), reader);
  const bad = event.severity === null ? undefined : severityWord(event.severity, reader.language);
  const wrong = faultWords(event.facts, reader.language);
  const tail = [wrong, when, bad].filter((part) => part !== undefined);
  const names =
    circuits.length > 0
      ? circuits.map((line) => circuitName(line, reader.language))
      : [namedBy(event.facts['number'] ?? event.facts['name'] ?? event.facts['title'])];
  return names.map((name) => [...(name === '' ? [] : [name]), ...tail].join(' · '));
}

/** Facts that say when something of a kind happens. */
const MOMENTS = [
  { of: /\.(cleared|ended|restored)$/, names: ['clearedAt', 'endedAt', 'restoredAt', 'until'] },
  { of: /^work\.(announced|changed|cancelled)$/, names: ['startsAt', 'plannedStart'] },
];

/** When it happened, where the facts say so; when it was pinned otherwise. */
function momentOf({ kind, at, facts }: NoticeEvent): number {
  const names = MOMENTS.find(({ of }) => of.test(kind))?.names ?? ['raisedAt', 'startedAt', 'since'];
  const said = names.map((name) => facts[name]).find((fact) => typeof fact === 'string');
  const moment = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  return Number.isNaN(moment) ? at : moment;
}

function namedBy(fact: string | number | boolean | null | undefined): string {
  return typeof fact === 'string' || typeof fact === 'number' ? String(fact).replaceAll(/\s+/g, ' ').trim() : '';
}

function more(count: number, language: Language): string[] {
  if (count <= 0) return [];
  return [language === 'en' ? `… and ${String(count)} more` : `……另有 ${String(count)} 条`];
}

function counted(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

import { NOTICE_KINDS } from '@linewatch/shared';
import { makeScope } from '../../../platform/auth/scope.js';
import type { Line, NoticeEvent } from '../notice-event.js';
import { factLines, shortened } from './notice-facts.js';
import { noticeSms } from './notice-sms.js';
import { NOTICE_TITLES } from './notice-titles.js';
import { noticeWords } from './notice-words.js';

const ZH = { language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const EN = { language: 'en', timeZone: 'Europe/Berlin' } as const;
const EVERYTHING = makeScope({ kind: 'all' });

const aLine = (id: string, change: Partial<Line> = {}): Line => ({
  ...{ id, customerId: 'a', code: `CIR-${id}`, name: 'Line', alias: null, siteIds: ['hq'], ends: [] },
  ...change,
});
const anEvent = (change: Partial<NoticeEvent> = {}): NoticeEvent => ({
  ...{ id: 'e', at: Date.parse('2026-11-21T08:00:00Z'), kind: 'fault.raised', customerId: 'a', severity: 'critical' },
  ...{ object: { type: 'fault', id: 'f' }, cause: 'f', circuitIds: ['1'], siteIds: [], facts: {} },
  ...change,
});
const lines = (...all: readonly Line[]) => new Map(all.map((line) => [line.id, line]));

describe('the words of a notice', () => {
  for (const kind of NOTICE_KINDS) {
    it(`${kind} has a title in both languages, each its own`, () => {
      const { 'zh-CN': zh, en } = NOTICE_TITLES[kind];
      expect(zh).toMatch(/[\u4e00-\u9fff].*：\{what\}$/);
      expect(en).toMatch(/^[\x20-\x7e]+: \{what\}$/);
    });
  }

  it('name the circuit and tell the same moment in the zone of each reader', () => {
    const story = { kind: 'fault.raised' as const, events: [anEvent()], lines: lines(aLine('1')), scope: EVERYTHING };
    expect(noticeWords(story, ZH).title).toBe('故障：CIR-1');
    expect(noticeWords(story, ZH).lines).toEqual(['CIR-1 · 2026年11月21日 16:00 (Asia/Shanghai) · 严重']);
    expect(noticeWords(story, EN).title).toBe('Fault: CIR-1');
    expect(noticeWords(story, EN).lines).toEqual(['CIR-1 · 21 Nov 2026, 09:00 (Europe/Berlin) · critical']);
  });

  it('say what is wrong and since when, as the house has pinned a fault, and no code', () => {
    const facts = {
      ...{ circuitCode: 'CIR-1', circuitName: 'Line', faultKind: 'DOWN', reason: 'portDown', side: 'Z' },
      ...{ suspected: 'UNKNOWN', since: '2026-11-21T07:30:00.000Z', until: null, at: '2026-11-21T08:00:00.000Z' },
    };
    const story = { kind: 'fault.raised' as const, events: [anEvent({ facts })], lines: lines(aLine('1')) };
    const [zh, en] = [ZH, EN].map((reader) => noticeWords({ ...story, scope: EVERYTHING }, reader));
    expect(zh?.lines).toEqual(['CIR-1 · Z 端端口中断 · 2026年11月21日 15:30 (Asia/Shanghai) · 严重']);
    expect(en?.lines).toEqual(['CIR-1 · Port down at the Z end · 21 Nov 2026, 08:30 (Europe/Berlin) · critical']);
    expect(JSON.stringify([zh, en])).not.toMatch(/portDown|DOWN|UNKNOWN/);
    const over = { ...facts, until: '2026-11-21T07:45:00.000Z' };
    const ended = {
      ...story,
      kind: 'fault.cleared' as const,
      events: [anEvent({ kind: 'fault.cleared', facts: over })],
    };
    expect(noticeWords({ ...ended, scope: EVERYTHING }, EN).lines[0]).toContain('08:45');
  });

  it('say to which level a ticket was escalated', () => {
    const facts = { number: 'GZ20261121000001', escalationLevel: 2, by: 'CLOCK' };
    const told = { kind: 'ticket.escalated' as const, events: [anEvent({ kind: 'ticket.escalated', facts })] };
    const [zh, en] = [ZH, EN].map((reader) => noticeWords({ ...told, lines: lines(), scope: EVERYTHING }, reader));
    expect(zh?.facts).toContain('升级到第几级：2');
    expect(en?.facts).toContain('Level: 2');
  });

  it('name the period of a report, which is of no circuit', () => {
    const published = (facts: NoticeEvent['facts']): NoticeEvent =>
      anEvent({ kind: 'report.published', object: { type: 'report', id: 'r' }, circuitIds: [], severity: null, facts });
    const story = (...events: readonly NoticeEvent[]) => ({
      ...{ kind: 'report.published' as const, events, lines: lines(), scope: EVERYTHING },
    });
    expect(noticeWords(story(published({ period: '2026-10' })), ZH).title).toBe('报告已发布：2026-10');
    const two = story(published({ period: '2026-10' }), published({ period: '2026-Q3' }));
    expect(noticeWords(two, EN).title).toBe('Report published: 2 items');
  });

  it('call a circuit as its customer does', () => {
    const story = {
      kind: 'fault.cleared' as const,
      events: [anEvent({ kind: 'fault.cleared' })],
      lines: lines(aLine('1', { alias: '总部主线' })),
      scope: EVERYTHING,
    };
    expect(noticeWords(story, ZH).title).toBe('故障恢复：总部主线（CIR-1）');
    expect(noticeWords(story, EN).title).toBe('Fault cleared: 总部主线 (CIR-1)');
  });

  it('count circuits of one cause and give each its line', () => {
    const known = Array.from({ length: 20 }, (_, index) => aLine(String(index)));
    const events = known.map(({ id }) => anEvent({ id: `e${id}`, circuitIds: [id] }));
    const words = noticeWords({ kind: 'fault.raised', events, lines: lines(...known), scope: EVERYTHING }, ZH);
    expect(words.title).toBe('故障：20 条电路');
    expect(words.lines.length).toBe(20);
  });

  it('count what is beyond a hundred lines', () => {
    const known = Array.from({ length: 130 }, (_, index) => aLine(String(index)));
    const events = [anEvent({ circuitIds: known.map(({ id }) => id) })];
    const words = noticeWords({ kind: 'work.announced', events, lines: lines(...known), scope: EVERYTHING }, EN);
    expect(words.lines.length).toBe(101);
    expect(words.lines.at(-1)).toBe('… and 30 more');
  });

  it('tell a person of some sites of their circuits alone', () => {
    const known = lines(aLine('1'), aLine('2', { siteIds: ['branch'], code: 'SECRET' }));
    const scope = makeScope({ kind: 'sites', customerId: 'a', siteIds: ['hq'] });
    const story = {
      kind: 'work.announced' as const,
      events: [anEvent({ circuitIds: ['1', '2'] })],
      lines: known,
      scope,
    };
    expect(JSON.stringify(noticeWords(story, EN))).not.toContain('SECRET');
    expect(noticeWords(story, EN).title).toContain('CIR-1');
  });

  it('say facts by their names, times in the zone and numbers as the language writes them', () => {
    const facts = { number: 'T-7', startsAt: '2026-11-21T16:00:00Z', durationMs: 5_400_000, availabilityPct: 99.95 };
    expect(factLines(facts, ZH)).toEqual([
      '编号：T-7',
      '计划开始：2026年11月22日 00:00 (Asia/Shanghai)',
      '历时：1 小时 30 分钟',
      '可用率：99.95%',
    ]);
    expect(factLines(facts, EN)).toEqual([
      'Number: T-7',
      'Planned from: 21 Nov 2026, 17:00 (Europe/Berlin)',
      'Duration: 1 h 30 min',
      'Availability: 99.95%',
    ]);
  });

  it('leave out what is missing, of another type, or not to be said', () => {
    expect(
      factLines({ startsAt: 'soon', durationMs: null, value: Number.NaN, device: 'PE-1', title: '  ' }, EN),
    ).toEqual([]);
  });

  it('fit into one SMS with their signature, whatever the name of a circuit', () => {
    for (const alias of [null, '总部主线', '很长的名字'.repeat(30), '𠮷'.repeat(90)]) {
      for (const reader of [ZH, EN]) {
        const story = {
          kind: 'fault.raised' as const,
          events: [anEvent()],
          lines: lines(aLine('1', { alias })),
          scope: EVERYTHING,
        };
        const sms = noticeSms(noticeWords(story, reader), reader.language, '某某电信');
        expect(sms.length + '【某某电信】'.length).toBeLessThanOrEqual(70);
        expect(() => encodeURIComponent(sms)).not.toThrow();
      }
    }
  });

  it('are cut with a mark, never within a character', () => {
    expect(shortened('𠮷𠮷𠮷', 4)).toBe('𠮷…');
    expect(shortened('abcd', 4)).toBe('abcd');
  });
});

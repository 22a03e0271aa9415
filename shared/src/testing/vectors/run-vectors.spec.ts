import { readFileSync } from 'node:fs';
import { says } from './differences.js';
import { RULES_NOT_BUILT } from './not-built.js';
import { BUILT_RULES, runVectors } from './run-vectors.js';

const RULES_FILE = new URL('../../../vectors/rules.json', import.meta.url);
const rules: unknown = JSON.parse(readFileSync(RULES_FILE, 'utf8'));

function aVector(rule: string, input: unknown, expected: unknown): unknown {
  return { vectors: [{ id: 'any', rule, input, expected }] };
}

describe('The vectors of the rules', () => {
  it('hold for every rule that is built', () => {
    const report = runVectors(rules);
    expect(report?.failures).toEqual([]);
    expect(report?.passed).toBeGreaterThanOrEqual(27);
  });

  it('wait only for rules that are listed as not built', () => {
    const waiting = [...(runVectors(rules)?.waiting.keys() ?? [])];
    expect(waiting.filter((rule) => !RULES_NOT_BUILT.includes(rule))).toEqual([]);
  });

  it('wait for no rule that is built', () => {
    expect(RULES_NOT_BUILT.filter((rule) => BUILT_RULES.has(rule))).toEqual([]);
  });
});

describe('A run of vectors', () => {
  it('says what was expected and what came instead', () => {
    const report = runVectors(aVector('P-SPEED', { ifSpeed: 0, ifHighSpeed: 10 }, 7));
    expect(report?.failures).toEqual(['any P-SPEED: expected 7, got 10000000']);
  });

  it('fails a vector whose input the rule does not know, and goes on', () => {
    const known = { id: 'known', rule: 'P-SPEED', input: { ifSpeed: 5, ifHighSpeed: 0 }, expected: 5 };
    const strange = { id: 'strange', rule: 'P-RATE', input: { speed: 'fast' }, expected: {} };
    const report = runVectors({ vectors: [strange, { rule: 'P-RATE' }, known] });
    expect(report?.passed).toBe(1);
    expect(report?.failures.length).toBe(2);
    expect(report?.failures[0]).toContain('this rule does not know the input');
  });

  it('skips a rule that is not there, and counts what waits for it', () => {
    const report = runVectors({
      vectors: [1, 2].map((id) => ({ id: String(id), rule: 'P-NOT-BUILT', input: 0, expected: 0 })),
    });
    expect(report?.skipped).toBe(2);
    expect(report?.waiting.get('P-NOT-BUILT')).toBe(2);
  });

  it('knows what is no vector file', () => {
    expect(runVectors([])).toBeUndefined();
    expect(runVectors({ vectors: 'many' })).toBeUndefined();
    expect(runVectors(null)).toBeUndefined();
  });

  it('takes every list of intervals for an end or a leg, whatever it is called', () => {
    const minutes = (from: number, to: number) =>
      [from, to].map((minute) => `2026-11-10T10:${String(minute)}:00+08:00`);
    const legs = { mode: 'PARALLEL', legs: [[minutes(10, 40)], [minutes(20, 30), minutes(35, 50)]] };
    const expected = { downSeconds: 900, degradedSeconds: 1_500 };
    expect(runVectors(aVector('P-COMPOSE', legs, expected))?.failures).toEqual([]);
  });

  it('finds the phase of a device by its id', () => {
    const input = { deviceId: 'foobar', intervalSeconds: 300, now: '2026-11-20T12:00:00Z' };
    const expected = { hash: 0xbf9cf968, phase: 0xbf9cf968 % 300, next: '2026-11-20T12:03:40Z' };
    expect(runVectors(aVector('P-PHASE', input, expected))?.failures).toEqual([]);
  });

  it('takes the port statuses of IF-MIB by name or by number', () => {
    const cases = [
      { admin: 'up', oper: 'lowerLayerDown' },
      { admin: 1, oper: 5, role: 'BACKUP' },
      { admin: 'up', oper: null },
    ];
    expect(runVectors(aVector('P-STATUS', cases, ['DOWN', 'STANDBY', 'UNKNOWN']))?.failures).toEqual([]);
  });
});

describe('An answer', () => {
  it('says what is expected when every expected field is in it', () => {
    expect(says({ a: 1, b: 2 }, { a: 1 })).toBeTrue();
    expect(says({ a: 1 }, { a: 1, b: undefined })).toBeFalse();
    expect(says({ a: null }, { a: 0 })).toBeFalse();
  });

  it('may differ by the rounding of floating point, and not in a text', () => {
    expect(says(0.1 + 0.2, 0.3)).toBeTrue();
    expect(says(0.3001, 0.3)).toBeFalse();
    expect(says('10.0', '10.00')).toBeFalse();
    expect(says('10', 10)).toBeFalse();
  });

  it('has lists of the same length', () => {
    expect(says([1, 2], [1])).toBeFalse();
    expect(says([1, [2]], [1, [2]])).toBeTrue();
    expect(says({ 0: 1 }, [1])).toBeFalse();
  });
});

import fc from 'fast-check';
import { type AlarmEvent, alarmAfter, type AlarmLife, type AlarmStep } from './alarm-life.js';
import { SEVERITIES } from './severity.js';

const raise = (at: number, severity: 'minor' | 'critical' = 'critical'): AlarmEvent => ({
  kind: 'raise',
  at,
  severity,
  text: 'port down',
});
const clear = (at: number): AlarmEvent => ({ kind: 'clear', at });

function steps(...events: AlarmEvent[]): AlarmStep[] {
  const all: AlarmStep[] = [];
  for (const event of events) all.push(alarmAfter(all.at(-1)?.life, event));
  return all;
}

const outcomes = (...events: AlarmEvent[]): string[] => steps(...events).map(({ outcome }) => outcome);

describe('The life of an alarm', () => {
  it('is one row from raise to clear, with repeats counted and changes told', () => {
    expect(outcomes(raise(0), raise(10), raise(20, 'minor'), clear(30), clear(40))).toEqual([
      'raised',
      'duplicate',
      'changed',
      'cleared',
      'nothing',
    ]);
  });

  it('goes on in the same row when it comes back within five minutes, the last one included', () => {
    expect(outcomes(raise(0), clear(1_000), raise(301_000))).toEqual(['raised', 'cleared', 're-raised']);
    expect(outcomes(raise(0), clear(1_000), raise(301_001))).toEqual(['raised', 'cleared', 'raised']);
  });

  it('is the operator’s again when it comes back after they closed it', () => {
    const back = (operatorState: AlarmLife['operatorState']): string | undefined => {
      const [, cleared] = steps(raise(0), clear(1_000));
      const life = cleared?.life && { ...cleared.life, operatorState };
      return alarmAfter(life, raise(2_000)).life?.operatorState;
    };
    expect([back('closed'), back('ack')]).toEqual(['none', 'ack']);
  });

  it('is not moved by an event that is older than what is known', () => {
    const [, late] = steps(raise(1_000), clear(999));
    expect(late).toEqual({ outcome: 'late', life: jasmine.objectContaining({ state: 'raised', changedAt: 1_000 }) });
  });

  it('never has a clear without a raise, nor a count that falls, whatever comes', () => {
    const events = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('raise' as const),
          at: fc.integer({ min: 0, max: 1_000_000 }),
          severity: fc.constantFrom(...SEVERITIES),
          text: fc.constantFrom('one', 'other'),
        }),
        fc.record({ kind: fc.constant('clear' as const), at: fc.integer({ min: 0, max: 1_000_000 }) }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(events, (history) => {
        let life: AlarmLife | undefined;
        for (const event of history) {
          const step = alarmAfter(life, event);
          if (life !== undefined) expect(step.life?.changedAt ?? -1).toBeGreaterThanOrEqual(life.changedAt);
          expect(
            step.life === undefined || (step.life.state === 'cleared') === (step.life.clearedAt !== null),
          ).toBeTrue();
          life = step.life;
        }
      }),
    );
  });
});

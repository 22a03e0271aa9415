import { breaksBetweenPolls, type PolledState, stateBeganAt } from './break-between-polls.js';
import { IF_ADMIN_STATUS as ADMIN, IF_OPER_STATUS as OPER, portStatus } from './port-status.js';

describe('The status of a port', () => {
  it('is up or down as the agent says', () => {
    expect(portStatus(ADMIN.up, OPER.up, 'PRIMARY')).toBe('UP');
    for (const oper of [OPER.down, OPER.lowerLayerDown, OPER.notPresent]) {
      expect(portStatus(ADMIN.up, oper, 'PRIMARY')).toBe('DOWN');
    }
  });

  it('lets a backup sleep, and nothing else', () => {
    expect(portStatus(ADMIN.up, OPER.dormant, 'BACKUP')).toBe('STANDBY');
    expect(portStatus(ADMIN.up, OPER.dormant, 'PRIMARY')).toBe('DOWN');
  });

  it('is testing when either side of the agent says so', () => {
    expect(portStatus(ADMIN.testing, OPER.up, 'PRIMARY')).toBe('TESTING');
    expect(portStatus(ADMIN.up, OPER.testing, 'PRIMARY')).toBe('TESTING');
  });

  it('is shut when the operator shut it, whatever the line does', () => {
    for (const oper of [OPER.up, OPER.down, OPER.dormant, OPER.unknown]) {
      expect(portStatus(ADMIN.down, oper, 'BACKUP')).toBe('ADMIN_DOWN');
    }
  });

  it('is unknown without an answer, and never down by itself', () => {
    expect(portStatus(null, null, 'PRIMARY')).toBe('UNKNOWN');
    expect(portStatus(ADMIN.up, null, 'PRIMARY')).toBe('UNKNOWN');
    expect(portStatus(ADMIN.up, OPER.unknown, 'PRIMARY')).toBe('UNKNOWN');
    expect(portStatus(ADMIN.up, 99, 'PRIMARY')).toBe('UNKNOWN');
  });

  it('is judged by the line alone where the agent has no ifAdminStatus', () => {
    expect(portStatus(null, OPER.up, 'PRIMARY')).toBe('UP');
    expect(portStatus(null, OPER.down, 'PRIMARY')).toBe('DOWN');
  });
});

describe('A break between two polls', () => {
  const before: PolledState = { takenAt: 0, up: true, sysUpTime: 1_000_000, ifLastChange: 500_000 };
  const after: PolledState = { takenAt: 300_000, up: true, sysUpTime: 1_030_000, ifLastChange: 1_012_000 };
  const down = { at: 70_000, kind: 'linkDown' } as const;
  const up = { at: 120_000, kind: 'linkUp' } as const;

  it('lasted from the one trap to the other', () => {
    expect(breaksBetweenPolls(before, after, [up, down])).toEqual([{ kind: 'OUTAGE', from: 70_000, to: 120_000 }]);
  });

  it('has no length where a trap was lost', () => {
    const unresolved = [{ kind: 'FLAP_UNRESOLVED', at: 120_000 } as const];
    expect(breaksBetweenPolls(before, after, [up])).toEqual(unresolved);
    expect(breaksBetweenPolls(before, after, [down])).toEqual(unresolved);
    expect(breaksBetweenPolls(before, after, [])).toEqual(unresolved);
  });

  it('may have happened more than once', () => {
    const again = [{ at: 20_000, kind: 'linkDown' } as const, { at: 30_000, kind: 'linkUp' } as const];
    expect(breaksBetweenPolls(before, after, [down, up, ...again])).toEqual([
      { kind: 'OUTAGE', from: 20_000, to: 30_000 },
      { kind: 'OUTAGE', from: 70_000, to: 120_000 },
    ]);
  });

  it('began with the first of two linkDown traps', () => {
    expect(breaksBetweenPolls(before, after, [down, { at: 80_000, kind: 'linkDown' }, up])).toEqual([
      { kind: 'OUTAGE', from: 70_000, to: 120_000 },
    ]);
  });

  it('is not made of traps alone, nor of traps of another time', () => {
    expect(breaksBetweenPolls(before, { ...after, ifLastChange: 500_000 }, [down, up])).toEqual([]);
    expect(
      breaksBetweenPolls(before, after, [
        { ...down, at: 0 },
        { ...up, at: 300_001 },
      ]),
    ).toEqual([{ kind: 'FLAP_UNRESOLVED', at: 120_000 }]);
  });

  it('is no break that the polls saw themselves', () => {
    expect(breaksBetweenPolls({ ...before, up: false }, after, [down, up])).toEqual([]);
    expect(breaksBetweenPolls(before, { ...after, up: false }, [down, up])).toEqual([]);
  });

  it('is not proved by an agent that started again', () => {
    expect(breaksBetweenPolls(before, { ...after, sysUpTime: 12_000, ifLastChange: 300 }, [])).toEqual([]);
  });
});

describe('A state', () => {
  it('began when the port changed, if that was between the polls', () => {
    expect(stateBeganAt(100, 200, 150)).toBe(150);
    expect(stateBeganAt(100, 200, 200)).toBe(200);
  });

  it('began with the poll that saw it otherwise', () => {
    expect(stateBeganAt(100, 200, 100)).toBe(200);
    expect(stateBeganAt(100, 200, 201)).toBe(200);
    expect(stateBeganAt(100, 200, null)).toBe(200);
    expect(stateBeganAt(null, 200, 150)).toBe(200);
  });
});

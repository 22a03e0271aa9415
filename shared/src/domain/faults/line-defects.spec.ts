import { type DefectReading, defectSince, lineDefects } from './line-defects.js';

const S = 1_000;

/** One reading every 30 s, `X` where the defect is there. */
function readings(shape: string): DefectReading[] {
  return [...shape].map((letter, index) => ({ at: index * 30 * S, isThere: letter === 'X', changedAt: null }));
}

describe('Defects of E1 and SDH lines', () => {
  it('are read from the sums of the MIBs', () => {
    expect(lineDefects('E1', 1)).toEqual([]);
    expect(lineDefects('E1', 64 + 32)).toEqual(['E1_LOF', 'E1_LOS']);
    expect(lineDefects('E1', 8 + 2 + 128)).toEqual(['E1_RAI', 'E1_AIS', 'E1_LOOPBACK']);
    expect(lineDefects('SECTION', 2)).toEqual(['SDH_LOS']);
    expect(lineDefects('LINE', 2 + 4)).toEqual(['SDH_AIS', 'SDH_RDI']);
    expect(lineDefects('PATH', 16 + 32)).toEqual(['SDH_UNEQ', 'SDH_PLM']);
    expect(lineDefects('VT', 16)).toEqual([]);
  });

  it('stand when two readings in a row show them', () => {
    expect(defectSince('E1_LOS', readings('__X'), false)).toBeNull();
    expect(defectSince('E1_LOS', readings('__XX'), false)).toBe(60 * S);
    expect(defectSince('E1_LOS', readings('_X_X'), false)).toBeNull();
  });

  it('stand after one when the device says that it is so for half a minute', () => {
    const [first, second] = readings('_X');
    if (first === undefined || second === undefined) throw new Error('two readings were made');
    expect(defectSince('E1_LOS', [first, { ...second, at: 60 * S, changedAt: 20 * S }], false)).toBe(20 * S);
    expect(defectSince('E1_LOS', [first, { ...second, at: 60 * S, changedAt: 40 * S }], false)).toBeNull();
  });

  it('are over when they are gone for a minute, a loopback at once', () => {
    expect(defectSince('E1_AIS', readings('XX__'), true)).toBe(60 * S);
    expect(defectSince('E1_AIS', readings('XX___'), true)).toBeNull();
    expect(defectSince('E1_LOOPBACK', readings('XX_'), true)).toBeNull();
  });
});

import { LINE_ALARMS, LINE_LAYERS, lineAlarms, NO_LINE_ALARM, rootLineAlarm } from './line-alarms.js';
import { unavailableSeconds } from './unavailable-seconds.js';

const LOSS_OF_SIGNAL = 64;
const FAR_END_COMPLAINS = 2;

describe('The alarms in the status of a line (P-E1, P-SDH)', () => {
  it('have the values of the MIBs', () => {
    const bits = (layer: (typeof LINE_LAYERS)[number]) =>
      Object.fromEntries(LINE_ALARMS[layer].map(({ code, bit }) => [code, bit]));
    expect(bits('E1')).toEqual(
      jasmine.objectContaining({
        dsx1NoAlarm: 1,
        dsx1RcvFarEndLOF: 2,
        dsx1RcvAIS: 8,
        dsx1LossOfFrame: 32,
        dsx1LossOfSignal: 64,
        dsx1UnavailSigState: 8_192,
        dsx1Ds2PerfThreshold: 65_536,
      }),
    );
    expect(bits('SECTION')).toEqual({ sonetSectionNoDefect: 1, sonetSectionLOS: 2, sonetSectionLOF: 4 });
    expect(bits('LINE')).toEqual({ sonetLineNoDefect: 1, sonetLineAIS: 2, sonetLineRDI: 4 });
    expect(bits('VT')['sonetVTSignalLabelMismatch']).toBe(64);
  });

  it('say nothing but that there is none while the line is well', () => {
    for (const layer of LINE_LAYERS) {
      expect(lineAlarms(layer, NO_LINE_ALARM).length).toBe(1);
      expect(rootLineAlarm(layer, NO_LINE_ALARM)).toBeNull();
    }
  });

  it('are explained by the one that lies deepest', () => {
    expect(rootLineAlarm('E1', LOSS_OF_SIGNAL + FAR_END_COMPLAINS)).toBe('dsx1LossOfSignal');
    expect(rootLineAlarm('E1', FAR_END_COMPLAINS)).toBe('dsx1RcvFarEndLOF');
    expect(rootLineAlarm('PATH', 4 + 8 + 2)).toBe('sonetPathSTSAIS');
  });

  it('each have a place among the causes, so that none stays unexplained', () => {
    for (const layer of LINE_LAYERS) {
      for (const { code, bit } of LINE_ALARMS[layer]) {
        if (bit !== NO_LINE_ALARM) expect(rootLineAlarm(layer, bit)).toBe(code);
      }
    }
  });

  it('are not made up from bits that the MIB does not name', () => {
    expect(lineAlarms('SECTION', 8 + 2)).toEqual(['sonetSectionLOS']);
    expect(lineAlarms('E1', 2 ** 40)).toEqual([]);
    expect(lineAlarms('E1', 0)).toEqual([]);
  });
});

describe('Unavailable seconds (P-UAS)', () => {
  const runs = (...lengths: readonly number[]) =>
    lengths.map((seconds, place) => ({ seconds, isSeverelyErrored: place % 2 === 1 }));

  it('begin with the first of ten bad seconds in a row, and not with nine', () => {
    expect(unavailableSeconds(runs(100, 9, 100))).toBe(0);
    expect(unavailableSeconds(runs(100, 10, 100))).toBe(10);
  });

  it('end before the first of ten good seconds in a row, and not before nine', () => {
    expect(unavailableSeconds(runs(0, 10, 9, 1, 10))).toBe(20);
    expect(unavailableSeconds(runs(0, 10, 10, 9, 1))).toBe(10);
  });

  it('go on while nothing says that they ended', () => {
    expect(unavailableSeconds(runs(0, 12, 5))).toBe(17);
  });

  it('do not depend on how the seconds were told', () => {
    const bad = { seconds: 5, isSeverelyErrored: true };
    expect(unavailableSeconds([bad, { seconds: 0, isSeverelyErrored: false }, bad])).toBe(10);
  });
});

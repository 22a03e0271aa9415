import { gauge, integer, octets, ticks } from '../testing/recorded-agent.js';
import { decodeRttRun } from './cisco-rttmon-mib.js';
import { decodePing, pingIndex } from './disman-ping-mib.js';
import { decodeDs1Line } from './ds1-mib.js';
import { decodeSensor } from './entity-sensor-mib.js';
import { decodeHuaweiOptics } from './huawei-entity-mib.js';
import { decodeInterval } from './perf-hist-tc-mib.js';
import { type RawValue, SMI, SmiError } from './smi.js';
import { decodeSonetLine, sonetIntervalColumns, sonetLineColumns } from './sonet-mib.js';

const ABSENT: RawValue = { type: SMI.NO_SUCH_INSTANCE, value: null };
const NO_OBJECT: RawValue = { type: SMI.NO_SUCH_OBJECT, value: null };

describe('DS1-MIB (RFC 4805)', () => {
  it('gives the sum of alarms, when it was entered, and where in the quarter of an hour the device is', () => {
    const cells = {
      status: integer(104),
      lastChange: ticks(4_200),
      timeElapsed: integer(61),
      validIntervals: integer(96),
    };
    expect(decodeDs1Line(cells)).toEqual({
      status: 104,
      lastChange: 4_200,
      intervals: { elapsedS: 61, valid: 96 },
    });
  });

  it('has no line where there is no status, and no intervals where the agent keeps none', () => {
    expect(decodeDs1Line({ status: ABSENT, lastChange: ABSENT })).toBeNull();
    expect(decodeDs1Line({})).toBeNull();
    expect(decodeDs1Line({ status: integer(1), timeElapsed: NO_OBJECT })).toEqual({
      status: 1,
      lastChange: null,
      intervals: null,
    });
  });

  it('takes no other type for a status', () => {
    expect(() => decodeDs1Line({ status: gauge(1) })).toThrowError(SmiError);
    expect(() => decodeDs1Line({ status: octets('1') })).toThrowError(SmiError);
    expect(() => decodeDs1Line({ status: integer(1), lastChange: integer(-5) })).toThrowError(SmiError);
  });

  it('tells an interval that it does not stand by from one that it does not have', () => {
    const counts = { es: gauge(3), ses: gauge(2), uas: gauge(0), cv: gauge(17) };
    expect(decodeInterval({ ...counts, validData: integer(1) })).toEqual({
      es: 3,
      ses: 2,
      uas: 0,
      cv: 17,
      isValid: true,
    });
    expect(decodeInterval({ ...counts, validData: integer(2) })?.isValid).toBeFalse();
    expect(decodeInterval({ ...counts, validData: ABSENT })?.isValid).toBeTrue();
    expect(decodeInterval({ es: ABSENT, ses: ABSENT })).toBeNull();
    expect(() => decodeInterval({ ...counts, validData: integer(3) })).toThrowError(SmiError);
  });
});

describe('SONET-MIB (RFC 3592)', () => {
  it('has the status of each layer in a place of its own', () => {
    const statuses = (['SECTION', 'LINE', 'PATH', 'VT'] as const).map((layer) => sonetLineColumns(layer).status);
    expect(statuses.map((oid) => oid.replace('1.3.6.1.2.1.10.39', ''))).toEqual([
      '.1.2.1.1.1',
      '.1.3.1.1.1',
      '.2.1.1.1.2',
      '.3.1.1.1.2',
    ]);
  });

  it('counts no unavailable seconds of a section', () => {
    expect('uas' in sonetIntervalColumns('SECTION')).toBeFalse();
    expect(sonetIntervalColumns('PATH').uas).toBe('1.3.6.1.2.1.10.39.2.1.2.1.5');
    expect(sonetIntervalColumns('SECTION').cv).toBe('1.3.6.1.2.1.10.39.1.2.2.1.5');
  });

  it('tells no time of a change', () => {
    expect(decodeSonetLine({ status: integer(6) })).toEqual({ status: 6, lastChange: null, intervals: null });
    expect(decodeSonetLine({ status: NO_OBJECT })).toBeNull();
  });
});

describe('ENTITY-SENSOR-MIB (RFC 3433)', () => {
  const watts = { type: integer(6), scale: integer(7), precision: integer(1), value: integer(501) };

  it('gives number, scale and precision as they are', () => {
    expect(decodeSensor({ ...watts, operStatus: integer(1), unitsDisplay: octets('microwatts') })).toEqual({
      type: 6,
      scale: 7,
      precision: 1,
      value: 501,
      isOperational: true,
      unit: 'microwatts',
    });
  });

  it('is not operational unless it says so', () => {
    for (const status of [2, 3]) {
      expect(decodeSensor({ ...watts, operStatus: integer(status) })?.isOperational).toBeFalse();
    }
    expect(decodeSensor({ ...watts, operStatus: ABSENT })?.isOperational).toBeFalse();
  });

  it('is not there without a value', () => {
    expect(decodeSensor({ ...watts, value: ABSENT })).toBeNull();
  });
});

describe('The optical modules of Huawei', () => {
  it('mark what they do not have', () => {
    expect(
      decodeHuaweiOptics({
        temperature: integer(-255),
        voltage: integer(3_290),
        bias: integer(2_147_483_647),
        rxPower: integer(-255),
        txPower: ABSENT,
      }),
    ).toEqual({ temperatureC: null, millivolts: 3_290, microamperes: null, rxPower: -255, txPower: null });
    expect(decodeHuaweiOptics({ rxPower: ABSENT, txPower: ABSENT })).toBeNull();
  });
});

describe('DISMAN-PING-MIB (RFC 4560)', () => {
  it('is indexed by two strings with their lengths in octets', () => {
    expect(pingIndex('ab', 'c')).toBe('2.97.98.1.99');
    expect(pingIndex('', '线')).toBe('0.3.231.186.191');
  });

  it('is finished when all probes were sent, whatever the agent says of its state', () => {
    const results = { sent: gauge(5), responses: gauge(4), averageRtt: gauge(12) };
    expect(decodePing({ ...results, operStatus: integer(3) })?.isFinished).toBeTrue();
    expect(decodePing({ ...results, operStatus: integer(1), probeCount: gauge(5) })?.isFinished).toBeTrue();
    expect(decodePing({ ...results, operStatus: integer(1), probeCount: gauge(15) })?.isFinished).toBeFalse();
    expect(decodePing({ sent: gauge(0), responses: gauge(0), operStatus: integer(2) })?.isFinished).toBeFalse();
    expect(decodePing({ sent: ABSENT, responses: ABSENT })).toBeNull();
  });
});

describe('CISCO-RTTMON-MIB', () => {
  const jitter = { type: integer(9), roundTrips: gauge(96), sumOfRoundTrips: gauge(960), averageJitter: gauge(3) };

  it('gives a jitter operation with its loss in both directions and either', () => {
    const losses = { lossToTarget: gauge(1), lossFromTarget: gauge(2), lossEitherWay: gauge(1) };
    expect(decodeRttRun({ ...jitter, ...losses, minRoundTrip: gauge(8), maxRoundTrip: gauge(19) })).toEqual({
      sent: 100,
      received: 96,
      min: 8,
      mean: 10,
      max: 19,
      jitter: 3,
      isFine: true,
    });
  });

  it('gives a run without any answer as lost, and one that has not been as none', () => {
    const nothing = { type: integer(9), roundTrips: gauge(0), sumOfRoundTrips: gauge(0) };
    expect(decodeRttRun({ ...nothing, lossEitherWay: gauge(10) })).toEqual(
      jasmine.objectContaining({ sent: 10, received: 0, mean: null }),
    );
    expect(decodeRttRun({ ...nothing, jitterSense: integer(4) })).toEqual(
      jasmine.objectContaining({ sent: 1, received: 0 }),
    );
    expect(decodeRttRun({ ...nothing, jitterSense: integer(1) })).toBe('NONE');
    expect(decodeRttRun({ type: integer(9), roundTrips: ABSENT, jitterSense: ABSENT })).toBe('NONE');
  });

  it('gives an echo as one packet', () => {
    const echo = { type: integer(1), completionTime: gauge(12) };
    expect(decodeRttRun({ ...echo, sense: integer(1) })).toEqual(
      jasmine.objectContaining({ sent: 1, received: 1, mean: 12, jitter: null, isFine: false }),
    );
    expect(decodeRttRun({ ...echo, sense: integer(4) })).toEqual(
      jasmine.objectContaining({ sent: 1, received: 0, mean: null }),
    );
    expect(decodeRttRun({ ...echo, sense: integer(5) })).toBe('NONE');
    expect(decodeRttRun({ type: integer(2) })).toBe('NONE');
    expect(decodeRttRun({ type: ABSENT })).toBeNull();
  });
});

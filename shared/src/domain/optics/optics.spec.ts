import { dbmOfMicrowatts, dbmText, NO_LIGHT_DBM, storedDbm } from './optical-power.js';
import { sensorMillionths, sensorValue } from './sensor-value.js';

const WATTS_MICRO = 7;
const UNITS = 9;
const YOCTO = 1;
const MEGA = 11;

describe('A level of light (P-DDM)', () => {
  it('is nought at a milliwatt and three less at half of it', () => {
    expect(dbmOfMicrowatts(1_000)).toBe(0);
    expect(dbmOfMicrowatts(500)).toBe(-3.01);
    expect(dbmOfMicrowatts(1_778.28)).toBe(2.5);
  });

  it('does not exist without light, and is then shown and stored as less than can be told from none', () => {
    expect(dbmOfMicrowatts(0)).toBeNull();
    expect(dbmText(null)).toBe('< -40 dBm');
    expect(dbmText(-40.01)).toBe('< -40 dBm');
    expect(dbmText(-13)).toBe('-13.00 dBm');
    expect(storedDbm(null)).toBe(NO_LIGHT_DBM);
    expect(storedDbm(-55)).toBe(NO_LIGHT_DBM);
    expect(storedDbm(-27.5)).toBe(-27.5);
  });
});

describe('A value of a sensor (RFC 3433)', () => {
  it('has its scale in thousands and its precision in places after the point', () => {
    expect(sensorValue({ scale: WATTS_MICRO, precision: 1, value: 501 })).toBe(0.000_050_1);
    expect(sensorMillionths({ scale: WATTS_MICRO, precision: 1, value: 501 })).toBe('50.1');
    expect(sensorValue({ scale: UNITS, precision: 2, value: -525 })).toBe(-5.25);
    expect(sensorMillionths({ scale: MEGA, precision: 0, value: 3 })).toBe('3000000000000');
    expect(sensorMillionths({ scale: YOCTO, precision: 0, value: 7 })).toBe('0.000000000000000007');
    expect(sensorMillionths({ scale: WATTS_MICRO, precision: 2, value: -5 })).toBe('-0.05');
  });

  it('is not moved by a negative precision, which only counts exact digits', () => {
    expect(sensorValue({ scale: UNITS, precision: -2, value: 4_300 })).toBe(4_300);
  });

  it('is none when it went below or above what the sensor can say, or has a scale that nobody knows', () => {
    expect(sensorValue({ scale: UNITS, precision: 0, value: -1_000_000_000 })).toBeNull();
    expect(sensorValue({ scale: UNITS, precision: 0, value: 1_000_000_000 })).toBeNull();
    expect(sensorMillionths({ scale: 18, precision: 0, value: 1 })).toBeNull();
    expect(sensorMillionths({ scale: 0, precision: 0, value: 1 })).toBeNull();
  });
});

import {
  dbmOfMicrowatts,
  type DeviceMeasure,
  type Measurements,
  type MeasureStatus,
  NO_MEASUREMENTS,
  type OpticalMeasurement,
  sensorMillionths,
  sensorValue,
  storedDbm,
} from '@linewatch/shared';
import { decodeSensor, type Sensor, SENSOR_COLUMNS, SENSOR_TYPE } from '../../mibs/entity-sensor-mib.js';
import { decodeHuaweiOptics, HW_OPTICAL_COLUMNS } from '../../mibs/huawei-entity-mib.js';
import type { RawValue } from '../../mibs/smi.js';
import { instances, type PointAnswer, type PointQuestion, rowOf } from './point-question.js';

type SensorPoint = Extract<DeviceMeasure, { source: 'ENTITY_SENSOR' }>;
type HuaweiPoint = Extract<DeviceMeasure, { source: 'HUAWEI_OPTICAL' }>;
type Values = Omit<OpticalMeasurement, 'pointId' | 'slot' | 'takenAt' | 'status'>;

const PER_THOUSAND = 1_000;
const CENTI = 100;
const NOTHING: Values = { rxDbm: null, txDbm: null, temperatureC: null, voltageV: null, biasMa: null };

/** A transceiver whose values are sensors of their own. */
export function sensorQuestion(point: SensorPoint, slot: number): PointQuestion {
  const rows = [point.rxPower, point.txPower, point.temperature, point.voltage, point.bias].map((index) =>
    index === null ? null : instances(SENSOR_COLUMNS, index),
  );
  return {
    point,
    oids: rows.flatMap((row) => (row === null ? [] : Object.values(row))),
    understand: (cells, { takenAt }) => {
      const sensors = rows.map((row) => (row === null ? null : decodeSensor(rowOf(row, cells))));
      const [rx, tx, temperature, voltage, bias] = sensors.map((sensor) => sensor ?? null);
      const values = {
        rxDbm: levelOf(rx),
        txDbm: levelOf(tx),
        temperatureC: valueOf(temperature, SENSOR_TYPE.celsius),
        voltageV: valueOf(voltage, SENSOR_TYPE.voltsDC, SENSOR_TYPE.voltsAC),
        biasMa: milli(valueOf(bias, SENSOR_TYPE.amperes)),
      };
      return optics(point, slot, takenAt, sensors.every((sensor) => sensor === null) ? null : values);
    },
    without: (status, takenAt) => row(point, slot, takenAt, status, NOTHING),
  };
}

/** A transceiver in Huawei's own table. */
export function huaweiQuestion(point: HuaweiPoint, slot: number): PointQuestion {
  const columns = instances(HW_OPTICAL_COLUMNS, point.entPhysicalIndex);
  return {
    point,
    oids: Object.values(columns),
    understand: (cells: ReadonlyMap<string, RawValue>, { takenAt }) => {
      const given = decodeHuaweiOptics(rowOf(columns, cells));
      const level = (power: number | null): number | null => huaweiLevel(power, point.powerUnit);
      const values = given && {
        rxDbm: level(given.rxPower),
        txDbm: level(given.txPower),
        temperatureC: given.temperatureC,
        voltageV: given.millivolts === null ? null : given.millivolts / PER_THOUSAND,
        biasMa: given.microamperes === null ? null : given.microamperes / PER_THOUSAND,
      };
      return optics(point, slot, takenAt, values);
    },
    without: (status, takenAt) => row(point, slot, takenAt, status, NOTHING),
  };
}

/** A power in watts, or a level that the agent gives under a type of no unit, with dBm only in its text. */
function levelOf(sensor: Sensor | null | undefined): number | null {
  if (sensor?.isOperational !== true) return null;
  if (sensor.type === SENSOR_TYPE.watts) {
    const microwatts = sensorMillionths(sensor);
    return microwatts === null ? null : levelOfPower(Number(microwatts));
  }
  const isLevel = sensor.type === SENSOR_TYPE.other || sensor.type === SENSOR_TYPE.unknown;
  const dbm = isLevel && /dbm/i.test(sensor.unit) ? sensorValue(sensor) : null;
  return dbm === null ? null : storedDbm(dbm);
}

function valueOf(sensor: Sensor | null | undefined, ...types: readonly number[]): number | null {
  return sensor?.isOperational === true && types.includes(sensor.type) ? sensorValue(sensor) : null;
}

/** Without the digits that a binary fraction adds. */
function milli(value: number | null): number | null {
  return value === null ? null : Number((value * PER_THOUSAND).toPrecision(9));
}

function huaweiLevel(power: number | null, unit: HuaweiPoint['powerUnit']): number | null {
  if (power === null) return null;
  return unit === 'CENTI_DBM' ? storedDbm(power / CENTI) : levelOfPower(power);
}

/** Less than no power is a mark of the agent's, and no level. */
function levelOfPower(microwatts: number): number | null {
  return microwatts < 0 ? null : storedDbm(dbmOfMicrowatts(microwatts));
}

/** @param values null when the device has no such transceiver */
function optics(point: DeviceMeasure, slot: number, takenAt: number, values: Values | null): PointAnswer {
  if (values === null) return { measures: row(point, slot, takenAt, 'NOT_THERE', NOTHING), next: null };
  const isUsable = Object.values(values).some((value) => value !== null);
  return { measures: row(point, slot, takenAt, isUsable ? 'OK' : 'NOT_USABLE', values), next: null };
}

function row(
  { pointId }: DeviceMeasure,
  slot: number,
  takenAt: number,
  status: MeasureStatus,
  values: Values,
): Measurements {
  return { ...NO_MEASUREMENTS, optical: [{ pointId, slot, takenAt, status, ...values }] };
}

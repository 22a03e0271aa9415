import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, DeviceMeasure, MeasureKind, OwnProbe } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { InventoryVersion } from './inventory-version.js';

/** What a point needs besides its place, by its source. */
export type MeasureSettings = WithoutPlace<DeviceMeasure> | WithoutPlace<OwnProbe>;
type WithoutPlace<Point> = Point extends unknown ? Omit<Point, 'pointId' | 'intervalS'> : never;

/** One thing to measure of one end of a circuit. */
export interface NewMeasurePoint {
  /** What the measurements carry; of its own number range. */
  readonly id: number;
  readonly circuitId: string;
  readonly customerId: string;
  readonly side: CircuitEndSide;
  readonly kind: MeasureKind;
  readonly settings: MeasureSettings;
  readonly intervalS: number;
  /** The device it is read from; null for a probe of the collector's own. */
  readonly deviceId: string | null;
  /** Whose collectors may run the probe; null for those of all regions. */
  readonly region: string | null;
}

/** A point as it is measured. */
export interface MeasuredPointRow {
  readonly id: number;
  readonly source: string;
  readonly settingsJson: string;
  readonly intervalS: number;
  readonly deviceId: string | null;
  readonly region: string | null;
}

/** What is measured besides the counters of ports. Every change advances the inventory's version. */
@Injectable()
export class MeasurePointRepository {
  constructor(
    private readonly database: Database,
    private readonly version: InventoryVersion,
  ) {}

  async add(tx: Transaction, points: readonly NewMeasurePoint[]): Promise<void> {
    if (points.length === 0) return;
    await tx.insertMany(
      'measure_point',
      [
        ...['id', 'circuit_id', 'customer_id', 'side', 'kind', 'source', 'settings_json', 'interval_s'],
        ...['device_id', 'region'],
      ],
      ['id'],
      points.map(({ id, circuitId, customerId, side, kind, settings: { source, ...rest }, ...point }) => [
        ...[id, circuitId, customerId, side, kind, source, JSON.stringify(rest), point.intervalS],
        ...[point.deviceId, point.region],
      ]),
    );
    await this.version.advance(tx);
  }

  /** Gives points of some source other settings. */
  async setSettings(
    tx: Transaction,
    changes: readonly { readonly id: number; readonly settings: MeasureSettings }[],
  ): Promise<void> {
    if (changes.length === 0) return;
    for (const { id, settings } of changes) {
      const { source, ...rest } = settings;
      await tx.execute('UPDATE measure_point SET settings_json = ? WHERE id = ? AND source = ?', [
        JSON.stringify(rest),
        id,
        source,
      ]);
    }
    await this.version.advance(tx);
  }

  /** All points, by number. */
  findMeasured(): Promise<MeasuredPointRow[]> {
    return this.database.read<MeasuredPointRow>(
      `SELECT id, source, settings_json AS settingsJson, interval_s AS intervalS, device_id AS deviceId, region
       FROM measure_point ORDER BY id`,
    );
  }
}

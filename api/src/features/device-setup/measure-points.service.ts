import { Injectable } from '@nestjs/common';
import {
  type CreatedMeasurePoint,
  DomainError,
  type MeasureKind,
  type MeasurePointList,
  type MeasureReading,
  type NewMeasurePointRequest,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { MeasurePointRepository, MeasurePointSetup, type PlacedEnd } from '../inventory/index.js';

const KIND: Readonly<Record<MeasureReading['source'], MeasureKind>> = {
  DS1: 'LINE',
  SONET: 'LINE',
  ENTITY_SENSOR: 'OPTICAL',
  HUAWEI_OPTICAL: 'OPTICAL',
  DISMAN_PING: 'LATENCY',
  RTTMON: 'LATENCY',
  ICMP: 'LATENCY',
  STAMP: 'LATENCY',
};

/** What is measured of a circuit besides its ports: staff say what, and the collectors' next work list has it. */
@Injectable()
export class MeasurePointsService {
  constructor(
    private readonly database: Database,
    private readonly setup: MeasurePointSetup,
    private readonly points: MeasurePointRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `circuit.not-found` */
  async list(scope: Scope, circuitId: string): Promise<MeasurePointList> {
    const items = isId(circuitId) ? await this.setup.pointsOf(scope, circuitId) : undefined;
    if (items === undefined) throw noCircuit();
    return { items };
  }

  /**
   * @throws DomainError `circuit.not-found`, `measure-point.too-many`, `request.invalid` when the circuit has no such
   *   end, or one that ends at no device
   */
  async add(scope: Scope, circuitId: string, request: NewMeasurePointRequest): Promise<CreatedMeasurePoint> {
    const { side, reading } = request;
    return this.database.transaction(async (tx) => {
      const id = await this.setup.nextNumber(tx);
      const { customerId, end } = await this.endOf(tx, scope, circuitId, side);
      if (await this.setup.isFull(tx, circuitId, customerId)) {
        throw new DomainError('measure-point.too-many', 'The circuit has as many measure points as it can have');
      }
      const isProbe = reading.source === 'ICMP' || reading.source === 'STAMP';
      if (end === undefined || (!isProbe && end.deviceId === null)) {
        throw new InvalidRequest([{ field: 'side', reason: 'unknown' }]);
      }
      const deviceId = isProbe ? null : end.deviceId;
      const region = isProbe ? request.region : null;
      const kind = KIND[reading.source];
      const intervalS = (kind === 'OPTICAL' ? end.opticalS : null) ?? request.intervalS;
      const point = { id, circuitId, customerId, side, kind, settings: reading, intervalS };
      await this.points.add(tx, [{ ...point, deviceId, region }]);
      await this.note(tx, customerId, circuitId, { point: id, side, source: reading.source, intervalS });
      return { id };
    });
  }

  /** @throws DomainError `circuit.not-found`, `measure-point.not-found` */
  async remove(scope: Scope, circuitId: string, pointId: string): Promise<void> {
    const id = /^[1-9]\d{0,8}$/.test(pointId) ? Number(pointId) : 0;
    await this.database.transaction(async (tx) => {
      const { customerId } = await this.endOf(tx, scope, circuitId, null);
      if (!(await this.setup.remove(tx, id, circuitId, customerId))) {
        throw new DomainError('measure-point.not-found', 'There is no such measure point');
      }
      await this.note(tx, customerId, circuitId, { point: id, removed: true });
    });
  }

  private async endOf(
    tx: Transaction,
    scope: Scope,
    circuitId: string,
    side: PlacedEnd['side'],
  ): Promise<{ readonly customerId: string; readonly end: PlacedEnd | undefined }> {
    const ends = isId(circuitId) ? await this.setup.endsOf(tx, scope, circuitId) : [];
    const [first] = ends;
    if (first === undefined) throw noCircuit();
    return { customerId: first.customerId, end: ends.find((each) => each.side === side) };
  }

  private note(
    tx: Transaction,
    customerId: string,
    circuitId: string,
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const object = { type: 'circuit', id: circuitId };
    return this.audit.note(tx, { action: 'measure-point.changed', customerId, object, after });
  }
}

/** MySQL takes a text with blanks behind it for the same one. */
function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

function noCircuit(): DomainError {
  return new DomainError('circuit.not-found', 'There is no such circuit');
}

import { Injectable } from '@nestjs/common';
import {
  type Allowance,
  type CarryingPorts,
  type DeviceImpact,
  DomainError,
  type ImpactedCircuit,
  statusRank,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { KeptBriefly } from '../../platform/limits/kept-briefly.js';
import { CircuitLiveReader } from '../circuits/index.js';
import { OpenFaults } from '../faults/index.js';
import { toOverviewFault } from '../overview/index.js';
import { MinutesLeft } from '../sla/index.js';
import { type RunningWork, WorksCover } from '../works-cover/index.js';
import { type CarriedCircuit, DeviceImpactRepository } from './device-impact.repository.js';

const CIRCUITS = 500;
const CUSTOMERS = 200;
const PORTS = 1_000;
/** A storm of alarms has the page read again each second, and a month is not reckoned again for each. */
const MINUTES_KEPT_MS = 30_000;
const DEVICES_KEPT = 100;

/** Who is hit when a device fails, and who is hit already. */
@Injectable()
export class DeviceImpactService {
  private readonly minutesOf = new KeptBriefly<ReadonlyMap<string, Allowance>>(MINUTES_KEPT_MS, DEVICES_KEPT);

  constructor(
    private readonly devices: DeviceImpactRepository,
    private readonly states: CircuitLiveReader,
    private readonly faults: OpenFaults,
    private readonly works: WorksCover,
    private readonly minutes: MinutesLeft,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `device.not-found` */
  async read(scope: Scope, deviceId: string): Promise<DeviceImpact> {
    await this.expectVisible(scope, deviceId);
    const [circuits, customers, atDevice] = await Promise.all([
      this.devices.circuits(scope, deviceId, CIRCUITS),
      this.devices.customers(scope, deviceId, CUSTOMERS + 1),
      this.works.devicesRunning(this.database, [deviceId], this.clock.now()),
    ]);
    const work = atDevice.get(deviceId);
    return {
      total: customers.reduce((sum, customer) => sum + customer.circuits, 0),
      customers: customers.slice(0, CUSTOMERS),
      circuits: await this.asTheyAre(scope, deviceId, circuits),
      work: work === undefined ? null : toWork(work),
    };
  }

  /** @throws DomainError `device.not-found` */
  async ports(scope: Scope, deviceId: string): Promise<CarryingPorts> {
    await this.expectVisible(scope, deviceId);
    return { items: await this.devices.ports(scope, deviceId, PORTS) };
  }

  private async expectVisible(scope: Scope, deviceId: string): Promise<void> {
    if (!(await this.devices.isVisible(scope, deviceId))) {
      throw new DomainError('device.not-found', 'There is no such device');
    }
  }

  private async asTheyAre(
    scope: Scope,
    deviceId: string,
    circuits: readonly CarriedCircuit[],
  ): Promise<ImpactedCircuit[]> {
    const ids = circuits.map(({ id }) => id);
    const now = this.clock.now();
    const key = JSON.stringify([scope, deviceId]);
    const [ends, states, faults, left] = await Promise.all([
      this.devices.ends(deviceId, ids),
      this.states.read(ids, this.database),
      this.faults.of(this.database, ids),
      this.minutesOf.of(key, now, () => this.minutes.of(this.database, ids, now)),
    ]);
    const present = new Map(states.map(({ live }) => [live.id, live]));
    return circuits
      .map((circuit): ImpactedCircuit => {
        const live = present.get(circuit.id);
        const [fault] = faults.get(circuit.id) ?? [];
        return {
          ...circuit,
          status: live?.status ?? 'unknown',
          since: live?.since ?? null,
          ports: ends.get(circuit.id) ?? [],
          fault: fault === undefined ? null : toOverviewFault(fault),
          work: live?.work ?? null,
          leftS: left.get(circuit.id)?.leftS ?? null,
        };
      })
      .sort((one, other) => statusRank(one.status) - statusRank(other.status));
  }
}

function toWork({ windowId, number, until }: RunningWork): NonNullable<DeviceImpact['work']> {
  return { id: windowId, number, until: new Date(until).toISOString() };
}

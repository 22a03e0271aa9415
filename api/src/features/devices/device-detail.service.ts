import { Injectable } from '@nestjs/common';
import { type DeviceDetail, DomainError } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { DiscoveryRepository, toDiscoveryView } from '../discovery/index.js';
import { DeviceDetailRepository } from './device-detail.repository.js';
import { DeviceListRepository } from './device-list.repository.js';
import { toDeviceView } from './device.mapper.js';

const CHANGES_SHOWN = 50;

/** One device as staff read it. */
@Injectable()
export class DeviceDetailService {
  constructor(
    private readonly devices: DeviceListRepository,
    private readonly details: DeviceDetailRepository,
    private readonly discoveries: DiscoveryRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Who does not see all customers sees of its interfaces only those that carry something of theirs, and none of the
   * changes: an alias names somebody's circuit.
   *
   * @throws DomainError `device.not-found`
   */
  async read(scope: Scope, id: string): Promise<DeviceDetail> {
    const [device, setup] = await Promise.all([this.devices.find(scope, id, this.clock.now()), this.details.setup(id)]);
    if (device === undefined || setup === undefined) {
      throw new DomainError('device.not-found', 'There is no such device');
    }
    const isWhole = scope.kind === 'all';
    const [discovery, interfaces, circuits, changes] = await Promise.all([
      this.discoveries.find(id),
      this.discoveries.interfaces(id),
      this.details.circuitsByPort(scope, id),
      isWhole ? this.discoveries.changes(id, CHANGES_SHOWN) : [],
    ]);
    const shown = interfaces.map((one) => ({ ...one, circuits: circuits.get(one.ifName) ?? [] }));
    const { profileId, profileName, intervalS, statusS, discoveryS, ...rest } = setup;
    return {
      ...toDeviceView(device),
      ...rest,
      profile: { id: profileId, name: profileName, intervalS, statusS, discoveryS },
      discovery: toDiscoveryView(discovery),
      interfaces: isWhole ? shown : shown.filter((one) => one.circuits.length > 0),
      changes,
    };
  }
}

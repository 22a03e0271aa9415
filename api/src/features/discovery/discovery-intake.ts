import { Injectable, Logger } from '@nestjs/common';
import {
  discoveredContradictions,
  type DiscoveryReport,
  type DiscoveryOrders,
  DomainError,
  interfaceDifferences,
  POLLED_NOTICE_KINDS,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { BoundEnds } from './bound-ends.repository.js';
import { announce } from './contradiction-watch.js';
import { DiscoveryRepository, type StoredDiscovery } from './discovery.repository.js';
import { DiscoverySchedule } from './discovery-schedule.repository.js';
import { DeviceHolder } from './device-holder.repository.js';
import { NoticeRepository } from './notice.repository.js';
import { PollWishes } from './poll-wishes.repository.js';

/** Handed over at once; a collector asks again after two seconds. */
const POLLS_AT_ONCE = 50;
const EMPTY_SYSTEM = {
  sysName: '',
  sysDescr: '',
  sysObjectId: '',
  sysLocation: '',
  engineId: null,
  engineBoots: null,
};

/** Has devices discovered by the collectors that hold them, and keeps what they found. */
@Injectable()
export class DiscoveryIntake {
  private readonly logger = new Logger(DiscoveryIntake.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly schedule: DiscoverySchedule,
    private readonly holder: DeviceHolder,
    private readonly discoveries: DiscoveryRepository,
    private readonly ends: BoundEnds,
    private readonly notices: NoticeRepository,
    private readonly wishes: PollWishes,
  ) {}

  /** What a collector is to discover and to poll now. */
  async orders(collectorId: string): Promise<DiscoveryOrders> {
    const now = this.clock.now();
    const [devices, polls] = await Promise.all([
      this.schedule.due(collectorId, now),
      this.wishes.open(collectorId, now, POLLS_AT_ONCE),
    ]);
    return { devices, polls };
  }

  /**
   * Keeps a report. Sent again it changes nothing; one that is older than what is known is left out.
   *
   * @throws DomainError `device.not-found` when the collector does not hold the device
   */
  async take(collectorId: string, report: DiscoveryReport): Promise<void> {
    const now = this.clock.now();
    const { deviceId } = report;
    await this.database.transaction(async (tx) => {
      if (!(await this.holder.isHeldBy(tx, deviceId, collectorId))) {
        throw new DomainError('device.not-found', 'This collector does not poll this device');
      }
      const before = await this.discoveries.find(deviceId, tx);
      if (before?.foundAt !== null && before !== undefined && report.at < before.foundAt) return;
      await this.schedule.planNext(tx, deviceId, report.fault !== null, now);
      if (report.system === null || report.fault !== null) await this.noteFailure(tx, report, before, now);
      else await this.keep(tx, report, report.system, before, now);
    });
  }

  /** What was found before stays: a device that does not answer has the same interfaces for all we know. */
  private async noteFailure(
    tx: Transaction,
    { deviceId, fault }: DiscoveryReport,
    before: StoredDiscovery | undefined,
    now: number,
  ): Promise<void> {
    const nothing = { version: 0, foundAt: null, system: EMPTY_SYSTEM, knownEngineId: null };
    const known = before ?? { deviceId, ...nothing, isTruncated: false, missingColumns: [] };
    await this.discoveries.save(tx, { ...known, deviceId, triedAt: now, fault: fault ?? 'INTERNAL' });
  }

  private async keep(
    tx: Transaction,
    report: DiscoveryReport,
    system: NonNullable<DiscoveryReport['system']>,
    before: StoredDiscovery | undefined,
    now: number,
  ): Promise<void> {
    const { deviceId, at, isTruncated, missingColumns } = report;
    // An agent may give a row twice when it renumbers meanwhile; the later one is as it is now.
    const interfaces = [...new Map(report.interfaces.map((one) => [one.ifIndex, one])).values()];
    const isFirst = before === undefined || before.foundAt === null;
    const differences = isFirst
      ? []
      : interfaceDifferences(await this.discoveries.interfaces(deviceId, tx), interfaces);
    const version = isFirst ? 1 : before.version + (differences.length > 0 ? 1 : 0);
    const knownEngineId = before?.knownEngineId ?? system.engineId;
    await this.discoveries.replaceInterfaces(tx, deviceId, interfaces);
    await this.discoveries.addChanges(tx, deviceId, version, at, differences);
    const found = { deviceId, version, foundAt: at, triedAt: now, fault: null, system, knownEngineId };
    await this.discoveries.save(tx, { ...found, isTruncated, missingColumns });
    if (differences.length > 0) {
      this.logger.log({ msg: 'a device is not as it was', deviceId, version, differences: differences.length });
    }
    await this.compare(tx, { deviceId, interfaces, knownEngineId, engineId: system.engineId }, now);
  }

  private async compare(
    tx: Transaction,
    device: Omit<Parameters<typeof discoveredContradictions>[0], 'ends' | 'freeEnds' | 'circuitCodes'>,
    now: number,
  ): Promise<void> {
    const { deviceId, interfaces } = device;
    const aliases = [...new Set(interfaces.map(({ ifAlias }) => ifAlias))].filter((alias) => alias !== '');
    const { codes, freeEnds } = await this.ends.named(tx, aliases);
    const ends = await this.ends.ofDevice(tx, deviceId);
    const found = discoveredContradictions({ ...device, ends, freeEnds, circuitCodes: codes }).map((one) => ({
      ...one,
      deviceId,
    }));
    const active = await this.notices.activeKeys(tx, deviceId, POLLED_NOTICE_KINDS);
    const judged = [...new Set([...active, ...found.map(({ key }) => key)])];
    if (await this.notices.settle(tx, judged, found, now)) await announce(tx, now);
  }
}

import type { PolledDevice } from '@linewatch/shared';
import { DeviceSchedule, type DevicePolling, type ScheduleSurroundings } from './device-schedule.js';

interface Scheduled {
  readonly schedule: DeviceSchedule;
  /** Everything of the device that makes a new session necessary when it changes. */
  readonly access: string;
}

/** Polls the devices of the work list. A change of the list touches only the devices that changed. */
export class Scheduler {
  private readonly devices = new Map<string, Scheduled>();

  /** @param open makes the polling of a device that is new or is reached differently */
  constructor(
    private readonly open: (device: PolledDevice) => DevicePolling,
    private readonly around: ScheduleSurroundings,
  ) {}

  /** Makes the list's devices the ones that are polled. */
  apply(list: readonly PolledDevice[]): void {
    const wanted = new Map(list.map((device) => [device.id, device]));
    for (const [id, { schedule }] of this.devices) {
      if (wanted.has(id)) continue;
      schedule.stop();
      this.devices.delete(id);
    }
    for (const device of neighboursTogether(wanted.values())) this.place(device);
  }

  /** Polls the device at once, if it is one of ours. */
  hint(deviceId: string): void {
    this.devices.get(deviceId)?.schedule.hint();
  }

  stop(): void {
    for (const { schedule } of this.devices.values()) schedule.stop();
    this.devices.clear();
  }

  private place(device: PolledDevice): void {
    const access = JSON.stringify([device.address, device.port, device.access, device.profile]);
    const known = this.devices.get(device.id);
    if (known?.access === access) {
      known.schedule.replace(device);
      return;
    }
    known?.schedule.stop();
    const schedule = new DeviceSchedule(device, this.open(device), this.around);
    this.devices.set(device.id, { schedule, access });
    schedule.start();
  }
}

/**
 * Devices of one phase are asked in the order in which they were placed. Ports with numbers close to each other lie
 * together in the API's store, so they had better come together.
 */
function neighboursTogether(devices: Iterable<PolledDevice>): PolledDevice[] {
  const first = ({ ports }: PolledDevice): number => ports[0]?.portId ?? 0;
  return [...devices].sort((one, other) => first(one) - first(other));
}

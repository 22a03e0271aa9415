import type { DeviceFault, TrapNote, TrapReading } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { DeadlinePassed } from '../clock/deadline.js';
import type { DeviceReadings } from '../pipeline/device-poll.js';
import { ReadingSheet } from '../readings/reading-sheet.js';
import type { DevicePolling } from '../scheduler/device-schedule.js';
import { faultOf } from '../scheduler/poll-fault.js';

/** A device names so many ports before it is polled once: more say nothing new. */
const MOST_WAITING = 200;

type Waiting = Pick<TrapNote, 'id' | 'ifIndex'>;

/** Finds for each trap the first poll of its device that began after it: the reading that decides. */
export class CausedReadings {
  private readonly waiting = new Map<string, Waiting[]>();

  /** @param read called with what the poll after a trap came to */
  constructor(
    private readonly clock: Clock,
    private readonly read: (reading: TrapReading) => void,
  ) {}

  /** A trap was taken; its device will be polled. */
  expect({ deviceId, id, ifIndex }: TrapNote): void {
    const traps = this.waiting.get(deviceId);
    if (traps === undefined) this.waiting.set(deviceId, [{ id, ifIndex }]);
    else if (traps.length < MOST_WAITING) traps.push({ id, ifIndex });
  }

  /** The same polling, whose outcomes are noted for the traps before it. */
  follow(deviceId: string, polling: DevicePolling): DevicePolling {
    return {
      ...polling,
      probe: async (signal) => {
        const traps = this.take(deviceId);
        try {
          await polling.probe(signal);
        } catch (error) {
          this.failed(traps, error, signal);
          throw error;
        }
        // It answers: the poll that follows says more.
        this.waitOn(deviceId, traps);
      },
      poll: async (order, signal) => {
        const traps = this.take(deviceId);
        try {
          const result = await polling.poll(order, signal);
          if (traps.length > 0) this.settle(deviceId, traps, result);
          return result;
        } catch (error) {
          this.failed(traps, error, signal);
          throw error;
        }
      },
      close: () => {
        this.waiting.delete(deviceId);
        polling.close();
      },
    };
  }

  private take(deviceId: string): readonly Waiting[] {
    const traps = this.waiting.get(deviceId) ?? [];
    this.waiting.delete(deviceId);
    return traps;
  }

  private waitOn(deviceId: string, traps: readonly Waiting[]): void {
    if (traps.length > 0) this.waiting.set(deviceId, [...traps, ...this.take(deviceId)]);
  }

  private settle(deviceId: string, traps: readonly Waiting[], result: DeviceReadings): void {
    this.tell(
      traps.filter((trap) => !isLeftOut(trap, result)),
      null,
      result.readings,
    );
    this.waitOn(
      deviceId,
      traps.filter((trap) => isLeftOut(trap, result)),
    );
  }

  private failed(traps: readonly Waiting[], error: unknown, signal: AbortSignal): void {
    // A poll that was called off read nothing, and says nothing of the device.
    if (signal.aborted && !(signal.reason instanceof DeadlinePassed)) return;
    this.tell(traps, faultOf(error), new ReadingSheet(0));
  }

  private tell(traps: readonly Waiting[], fault: DeviceFault | null, readings: ReadingSheet): void {
    const readAt = this.clock.now();
    for (const { id: trapId, ifIndex } of traps) {
      const row = ifIndex === null ? -1 : readings.rowOfInterface(ifIndex);
      const adminStatus = row < 0 ? null : readings.number('adminStatus', row);
      const operStatus = row < 0 ? null : readings.number('operStatus', row);
      this.read({ trapId, readAt, fault, adminStatus, operStatus });
    }
  }
}

/** Two traps within a second: the second one's reading is not kept, since a port has one a second. The next one decides. */
function isLeftOut({ ifIndex }: Waiting, { readings, withoutSlot }: DeviceReadings): boolean {
  return ifIndex !== null && withoutSlot > 0 && readings.rowOfInterface(ifIndex) < 0;
}

import type { PolledDevice, Reading } from '@linewatch/shared';
import type { DeviceAnswer, DeviceReader } from './device-reader.js';
import { portReading } from './port-reading.js';
import type { PortMemory } from './port-memory.js';
import { slotFor } from './slot.js';
import { pipe, type Stage } from './stage.js';

/** What one poll is about. */
export interface PollOrder {
  readonly device: PolledDevice;
  /** ms since the epoch for which the poll was scheduled. */
  readonly dueAt: number;
}

/** What one poll gave. */
export interface DeviceReadings {
  readonly readings: readonly Reading[];
  readonly sysUpTime: number;
  /** Ports of which the reading had no slot left. */
  readonly withoutSlot: number;
}

interface Answered extends PollOrder {
  readonly answer: DeviceAnswer;
}

/** Read, decode and rate: the pipeline of one device. */
export function devicePipeline(reader: DeviceReader, memory: PortMemory): Stage<PollOrder, DeviceReadings> {
  return pipe(readStage(reader), rateStage(memory));
}

/** Asks the device. @throws SnmpFault */
function readStage(reader: DeviceReader): Stage<PollOrder, Answered> {
  return async (order, signal) => ({ ...order, answer: await reader.read(order.device.ports, signal) });
}

/** Compares the answer with the last one of each port, and remembers it. */
function rateStage(memory: PortMemory): Stage<Answered, DeviceReadings> {
  return ({ device, dueAt, answer }) => {
    const { intervalS } = device.profile;
    const readings = answer.ports.flatMap((portAnswer): Reading[] => {
      const { port } = portAnswer;
      const slot = slotFor(dueAt, intervalS, memory.lastSlot(port.portId));
      if (slot === null) return [];
      const made = portReading(portAnswer, {
        slot,
        intervalS,
        engineBoots: answer.engineBoots,
        baseline: memory.baseline(port),
      });
      memory.remember(port.portId, slot, made.baseline);
      return [made.reading];
    });
    return Promise.resolve({
      readings,
      sysUpTime: answer.time.sysUpTime,
      withoutSlot: answer.ports.length - readings.length,
    });
  };
}

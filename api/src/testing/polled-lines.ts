import { randomUUID } from 'node:crypto';
import { AlarmEngine } from '../features/faults/alarm-engine.js';
import { IngestService } from '../features/telemetry/ingest.service.js';
import type { ManualClock } from './manual-clock.js';
import type { TestApi } from './test-api.js';
import { aBatch, aDownReading, aReading } from './test-batch.builder.js';
import type { StoredLine } from './test-line.builder.js';

/**
 * Polls lines some times, ten seconds apart, and lets the faults be judged after each.
 *
 * @param down lines whose A ends are down meanwhile
 */
export async function pollLines(
  { app }: Pick<TestApi, 'app'>,
  clock: ManualClock,
  lines: readonly StoredLine[],
  count: number,
  down: readonly StoredLine[] = [],
): Promise<void> {
  const silent = new Set(down.map(({ portA }) => portA));
  for (let index = 0; index < count; index += 1) {
    clock.advance(10_000);
    const takenAt = clock.now();
    const slot = Math.floor(takenAt / 1_000);
    const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
    const readings = ports.map((portId) => (silent.has(portId) ? aDownReading : aReading)({ portId, slot, takenAt }));
    await app.get(IngestService).take(randomUUID(), aBatch(readings));
    while ((await app.get(AlarmEngine).lookAtDue()) > 0);
  }
}

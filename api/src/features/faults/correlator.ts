import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import type { AlarmBook } from './alarm-book.js';
import type { AlarmRow } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import { correlate } from './correlation.js';
import type { MappedCircuit } from './line-map.repository.js';
import { SharedResources } from './shared-resources.js';

/** Meets the rules of correlation with the rows: what stands around circuits is put under what explains it. */
@Injectable()
export class Correlator {
  constructor(
    private readonly alarms: AlarmRepository,
    private readonly shared: SharedResources,
  ) {}

  /**
   * @param book what is written already is read again here
   * @returns all that stands around the circuits, as it is afterwards
   */
  async settle(tx: Transaction, book: AlarmBook, circuits: readonly MappedCircuit[], now: number): Promise<AlarmRow[]> {
    const ports = circuits.flatMap(({ ends }) => ends.flatMap(({ port }) => (port === null ? [] : [port.object])));
    const deviceIds = [...new Set(ports.flatMap(({ deviceId }) => deviceId ?? []))];
    await this.shared.judge(tx, book, deviceIds, now);
    const circuitIds = circuits.map(({ circuitId }) => circuitId);
    const portIds = [...new Set(ports.map(({ id }) => id))];
    book.take(await this.alarms.standing(tx, 'circuit_id', circuitIds));
    book.take(await this.alarms.standing(tx, 'object_id', [...portIds, ...deviceIds]));
    const standing = book.standing();
    const parents = correlate(circuits, standing);
    const near = new Set([...circuitIds, ...portIds]);
    for (const alarm of standing) {
      if (!near.has(alarm.objectId)) continue;
      const parent = parents.get(alarm.id);
      if ((parent?.parentId ?? null) === alarm.parentId && (parent?.rule ?? null) === alarm.suppressedBy) continue;
      const change = { parentId: parent?.parentId ?? null, suppressedBy: parent?.rule ?? null };
      book.mark(
        alarm,
        change,
        parent === undefined ? 'RELEASED' : 'SUPPRESSED',
        parent === undefined ? {} : { rule: parent.rule },
      );
    }
    return book.standing();
  }
}

import { Injectable } from '@nestjs/common';
import { HOUSE_LEVELS, type Severity, severityOf } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import { keyOf } from './alarm-row.js';
import type { Finding } from './finding.js';
import { MetricValues, type Wanted } from './metric-values.js';
import { WatchRepository, type Watched } from './watch.repository.js';

interface ErrorEnd {
  readonly circuitId: string;
  readonly customerId: string;
  readonly code: string;
  readonly side: 'A' | 'Z';
  readonly severity: Severity | null;
}

const PORTS_A_LOOK = 2_000;
const IDS_A_QUERY = 400;

/** What a look at errors found, and at which ports it looked. */
export interface ErrorFindings {
  readonly findings: readonly Finding[];
  readonly watched: readonly Watched[];
}

/** Holds the errors that lines receive against the house's levels. Ports that had any are marked by telemetry. */
@Injectable()
export class ErrorWatch {
  constructor(
    private readonly database: Database,
    private readonly watch: WatchRepository,
    private readonly metrics: MetricValues,
  ) {}

  async look(now: number): Promise<ErrorFindings> {
    const watched = await this.watch.dueErrors(this.database, now, PORTS_A_LOOK);
    const ends = [...(await this.standing()), ...(await this.endsOf(watched.map(({ id }) => Number(id))))];
    // The first of an end is the one that has an alarm.
    const byEnd = new Map(ends.toReversed().map((end) => [`${end.circuitId} ${end.side}`, end]));
    const own = [...byEnd.values()];
    const wanted = own.map(({ circuitId, side }): Wanted => ({ circuitId, metric: 'ERROR_RATE', side, backMs: 0 }));
    const series = await this.metrics.of(wanted, now);
    const findings = own.flatMap((end, index) => findingOf(end, series[index]?.values ?? []));
    return { findings, watched };
  }

  /** What has been looked at is looked at again when there are errors again. */
  async settle(tx: Transaction, watched: readonly Watched[], now: number): Promise<void> {
    await this.watch.looked(
      tx,
      watched.map((one) => ({ ...one, lookAt: null })),
      now,
    );
  }

  private standing(): Promise<ErrorEnd[]> {
    return this.database.read<ErrorEnd>(
      `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, a.qualifier AS side, a.severity AS severity
       FROM alarm a JOIN circuit c ON c.id = a.circuit_id
       WHERE a.code = 'ERROR_RATE' AND a.active_key IS NOT NULL ORDER BY a.id LIMIT ?`,
      [PORTS_A_LOOK],
    );
  }

  private async endsOf(portIds: readonly number[]): Promise<ErrorEnd[]> {
    const ends: ErrorEnd[] = [];
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await this.database.read<Omit<ErrorEnd, 'severity'>>(
        `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, e.side AS side
         FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
         WHERE e.port_id IN (${ids.map(() => '?').join(',')}) AND e.monitoring <> 'UNMONITORED' ORDER BY c.id, e.side`,
        ids,
      );
      ends.push(...rows.map((row) => ({ ...row, severity: null })));
    }
    return ends;
  }
}

function findingOf(end: ErrorEnd, values: readonly { readonly at: number; readonly value: number }[]): Finding[] {
  const { circuitId, customerId, code, side, severity: before } = end;
  const newest = values.at(-1);
  // Nothing was heard: what stood stands.
  if (newest === undefined) return [];
  const house = HOUSE_LEVELS.ERROR_RATE;
  const severity = severityOf(
    'ERROR_RATE',
    values.map(({ value }) => value),
    house,
    before,
  );
  const object = { type: 'CIRCUIT', id: circuitId, name: code, deviceId: null, circuitId } as const;
  const level = house.levels.find((one) => one.severity === severity)?.level ?? 0;
  const facts = { observed: Number(newest.value.toPrecision(3)), level, unit: '%', side };
  const circuits = [{ circuitId, customerId }];
  const showing = { object, code: 'ERROR_RATE', qualifier: side, facts, at: newest.at, circuits } as const;
  const key = keyOf(object, 'ERROR_RATE', side);
  return [{ key, showing: severity === null ? null : { ...showing, severity }, threshold: null, newest }];
}

import { randomUUID } from 'node:crypto';
import type { WorkList } from '@linewatch/shared';
import { CollectorRepository, newToken, tokenHash } from '../features/identity/index.js';
import type { TestApi } from './test-api.js';
import { TestClient } from './test-client.js';

/** Registers a collector. @returns its token */
export async function aStoredCollector(
  api: TestApi,
  code: string,
  region: string | null = null,
  tags: readonly string[] = [],
): Promise<string> {
  const token = newToken();
  const collectors = new CollectorRepository(api.database);
  await api.database.transaction((tx) => collectors.add(tx, code, tokenHash(token), region, tags));
  return token;
}

/** A collector as far as the work list sees it. */
export class TestCollector {
  /** What it polls. */
  devices: WorkList['devices'] = [];
  /** The points that it probes itself. */
  probes: number[] = [];
  /** The status of the last answer. */
  status = 0;
  private tag: string | undefined;
  private readonly client: TestClient;
  private readonly epoch = randomUUID();
  private seq = 0;

  constructor(api: TestApi, token: string) {
    this.client = new TestClient(api.url, { Authorization: `Bearer ${token}` });
  }

  get ids(): string[] {
    return this.devices.map(({ id }) => id);
  }

  async fetch(): Promise<void> {
    const known = this.tag === undefined ? {} : { 'If-None-Match': this.tag };
    const { status, headers, body } = await this.client.get<WorkList>('/api/v1/collector/work-list', known);
    this.status = status;
    if (status !== 200) return;
    this.tag = headers.get('etag') ?? undefined;
    this.devices = body.devices;
    this.probes = (body.probes ?? []).map(({ pointId }) => pointId);
  }

  /** Forgets all it knew, as a process that was killed. */
  restart(): void {
    this.tag = undefined;
    this.devices = [];
    this.probes = [];
  }

  /** @param steps how many numbers this batch is after the last one; negative: it was made earlier */
  async deliver(batch: object, steps = 1): Promise<void> {
    this.seq += steps;
    const { status, body } = await this.client.post('/api/v1/collector/batches', {
      ...batch,
      epoch: this.epoch,
      seq: this.seq,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
}

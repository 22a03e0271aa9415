import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  Batch,
  type BatchReceipt,
  type DevicePoll,
  type PolledDevice,
  type Reading,
  TrapBatch,
  type TrapNote,
  type TrapReading,
} from '@linewatch/shared';
import { readingsOf } from '../uplink/batch-body.js';

/** The requests of the collector's contract, answered from memory: a fixed work list, and everything is taken. */
export class WorkListApi {
  readonly readings: Reading[] = [];
  readonly polls: DevicePoll[] = [];
  readonly traps: TrapNote[] = [];
  readonly trapReadings = new Map<string, TrapReading>();
  private readonly server: Server;
  private readonly taken = new Set<string>();

  constructor(devices: readonly PolledDevice[]) {
    this.server = createServer((request, response) => {
      void this.answer(request, devices).then((body) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, devices: readonly PolledDevice[]): Promise<unknown> {
    if (request.url === '/api/v1/collector/discoveries') return { devices: [] };
    if (request.method === 'GET') return { version: 'the only one', devices };
    const body = await json(request);
    return request.url === '/api/v1/collector/traps' ? this.keep(TrapBatch.parse(body)) : this.take(Batch.parse(body));
  }

  private keep({ notes, readings }: TrapBatch): BatchReceipt {
    this.traps.push(...notes);
    for (const reading of readings) this.trapReadings.set(reading.trapId, reading);
    return { duplicate: false, stored: notes.length, known: 0, setAside: [] };
  }

  private take(batch: Batch): BatchReceipt {
    const { epoch, seq, devices } = batch;
    const identity = `${epoch} ${String(seq)}`;
    const duplicate = this.taken.has(identity);
    const rows = readingsOf(batch);
    if (!duplicate) {
      this.taken.add(identity);
      this.readings.push(...rows);
      this.polls.push(...devices);
    }
    return { duplicate, stored: duplicate ? 0 : rows.length, known: 0, setAside: [] };
  }
}

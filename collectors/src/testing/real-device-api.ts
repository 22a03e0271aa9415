import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { readingsOf } from '../uplink/batch-body.js';
import { Batch, type BatchReceipt, type DevicePoll, type PolledDevice, type Reading } from '@linewatch/shared';

/** The two requests of the collector's contract, answered from memory: a fixed work list, and everything is taken. */
export class WorkListApi {
  readonly readings: Reading[] = [];
  readonly polls: DevicePoll[] = [];
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
    if (request.method === 'GET') return { version: 'the only one', devices };
    return this.take(Batch.parse(await json(request)));
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

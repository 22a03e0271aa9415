import {
  type BatchReceipt,
  DiscoveryReport,
  type PolledDevice,
  READING_COLUMNS,
  TrapBatch,
  type TrapNote,
  type TrapReading,
} from '@linewatch/shared';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { columnBatch, type ColumnBatch } from './column-batch.js';

/** How the edge meets a batch: properly, or as an API in trouble does. */
export type Mood = 'well' | 'loses-answers' | { readonly status: number; readonly text: string };

/** The API's edge to collectors: checks the contract, remembers what it stored, and can be down. */
export class ApiEdge {
  mood: Mood = 'well';
  /** What the work list says, with its version. */
  list: { version: string; devices: PolledDevice[] } = { version: 'none', devices: [] };
  /** Batches in the order they were first stored. */
  readonly batches: ColumnBatch[] = [];
  /** Devices that are due for discovery, until their report. */
  toDiscover: readonly string[] = [];
  readonly discoveries: DiscoveryReport[] = [];
  /** Devices that somebody waits for to be polled, until a report of them. */
  toPoll: readonly string[] = [];
  /** Rows by "port slot": the octets that came in. */
  readonly stored = new Map<string, number | null>();
  /** Traps by their id, and what was read because of each. */
  readonly traps = new Map<string, TrapNote>();
  readonly trapReadings = new Map<string, TrapReading>();
  readonly tokens: (string | undefined)[] = [];
  /** Requests for the work list that were answered with "not modified". */
  unchanged = 0;
  duplicates = 0;
  attempts = 0;
  private readonly ledger = new Set<string>();
  private server: Server | null = null;
  private port = 0;

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      void this.answer(request, response);
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Goes down; `open` brings it back at the same address. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.tokens.push(request.headers.authorization);
    if (request.url === '/api/v1/collector/discoveries') {
      await this.answerDiscovery(request, response);
      return;
    }
    if (request.method === 'GET') {
      this.giveWorkList(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.attempts += 1;
    if (typeof this.mood === 'object') {
      response.writeHead(this.mood.status).end(this.mood.text);
      return;
    }
    const text = Buffer.concat(chunks).toString();
    const isOfTraps = request.url === '/api/v1/collector/traps';
    const receipt = isOfTraps ? this.keep(TrapBatch.parse(JSON.parse(text))) : this.store(columnBatch(text));
    if (this.mood === 'loses-answers') response.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(receipt));
  }

  private async answerDiscovery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.writeHead(200).end(JSON.stringify({ devices: this.toDiscover, polls: this.toPoll }));
      return;
    }
    const report = DiscoveryReport.parse(await json(request));
    this.discoveries.push(report);
    this.toDiscover = this.toDiscover.filter((id) => id !== report.deviceId);
    response.writeHead(204).end();
  }

  private giveWorkList(request: IncomingMessage, response: ServerResponse): void {
    const tag = `"${this.list.version}"`;
    if (request.headers['if-none-match'] === tag) {
      this.unchanged += 1;
      response.writeHead(304).end();
    } else {
      response.writeHead(200, { etag: tag }).end(JSON.stringify(this.list));
    }
  }

  private keep({ notes, readings }: TrapBatch): BatchReceipt {
    for (const note of notes) this.traps.set(note.id, note);
    for (const reading of readings) this.trapReadings.set(reading.trapId, reading);
    return { duplicate: false, stored: notes.length, known: 0, setAside: [] };
  }

  private store(batch: ColumnBatch): BatchReceipt {
    const key = `${batch.epoch} ${batch.seq}`;
    if (this.ledger.has(key)) {
      this.duplicates += 1;
      return { duplicate: true, stored: 0, known: 0, setAside: [] };
    }
    this.ledger.add(key);
    this.batches.push(batch);
    const columns = READING_COLUMNS.map((column) => batch.readings[column].length);
    if (new Set(columns).size > 1) throw new Error('The columns differ in length');
    let known = 0;
    for (const [row, portId] of batch.readings.portId.entries()) {
      const identity = `${String(portId)} ${String(batch.readings.slot[row])}`;
      if (this.stored.has(identity)) known += 1;
      else this.stored.set(identity, batch.readings.inOctets[row] as number | null);
    }
    return { duplicate: false, stored: (columns[0] ?? 0) - known, known, setAside: [] };
  }
}

import { Injectable } from '@nestjs/common';
import { CIRCUIT_END_SIDES, type Language, monthParts, spanInstants } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { writeCsv } from '../../platform/files/write-csv.js';
import { BrandRepository } from '../brand/index.js';
import { OutagesService } from '../outages/index.js';
import { REPORT_METHOD, REPORT_ZONE } from '../reports/index.js';
import { MonthLedger, sealed } from '../sla/index.js';
import { SamplesService } from '../telemetry/index.js';
import { evidenceCover } from './evidence-cover.js';
import { EvidenceFactsRepository, type Row } from './evidence-facts.repository.js';
import type { StoredPack } from './evidence.repository.js';

/** One file of a pack, made piece by piece when its turn comes. */
export interface EvidenceFile {
  readonly name: string;
  readonly content: () => AsyncIterable<string | Buffer>;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of one read: at one reading in 20 s all of them are told, not their means. */
const SAMPLES_MS = 12 * 60 * 60_000;
const POINTS = 2_000;
const OUTAGES_A_READ = 500;
const SAMPLE_COLUMNS = [
  'time_utc',
  'bucket_s',
  'in_bps',
  'out_bps',
  'in_errors',
  'out_errors',
  'in_discards',
  'out_discards',
];

/** The ticket's are of an outage that nobody has judged yet. */
const OUTAGE_COLUMNS = [
  ...['id', 'from_utc', 'to_utc', 'cause', 'responsibility', 'comment'],
  ...['ticket', 'ticket_cause', 'ticket_cause_utc'],
];

/** What lies in a pack: readings, outages, the ledger of each month, tickets, notices, and how it is reckoned. */
@Injectable()
export class EvidenceFiles {
  constructor(
    private readonly samples: SamplesService,
    private readonly outages: OutagesService,
    private readonly ledger: MonthLedger,
    private readonly facts: EvidenceFactsRepository,
    private readonly brands: BrandRepository,
  ) {}

  /** The cover in both languages, then what it lists. @param madeAt ms @param signal stops between two reads */
  of(pack: StoredPack, madeAt: number, signal: AbortSignal): EvidenceFile[] {
    const files = this.listed(pack, signal);
    const covers = (['zh-CN', 'en'] as const).map((language) => ({
      name: `cover-${language}.pdf`,
      content: () => this.cover(pack, madeAt, files, language),
    }));
    return [...covers, ...files];
  }

  private async *cover(
    { code, fromDate, toDate }: StoredPack,
    madeAt: number,
    files: readonly EvidenceFile[],
    language: Language,
  ): AsyncIterable<Buffer> {
    const brand = await this.brands.current();
    const names = files.map(({ name }) => name);
    yield await evidenceCover({ code, fromDate, toDate, timeZone: REPORT_ZONE, madeAt, brand, files: names }, language);
  }

  private listed(pack: StoredPack, signal: AbortSignal): EvidenceFile[] {
    const { customerId, fromDate, toDate } = pack;
    const scope = makeScope({ kind: 'customer', customerId });
    const dates = { from: fromDate, to: toDate };
    const span = spanInstants(dates, REPORT_ZONE);
    return [
      ...CIRCUIT_END_SIDES.map((side) => ({
        name: `samples-${side}.csv`,
        content: () => this.readings(scope, pack, side, span, signal),
      })),
      { name: 'outages.csv', content: () => this.outagesOf(scope, pack, span) },
      ...monthParts(dates).map(({ month }) => ({
        name: `ledger-${month}.json`,
        content: () => this.monthOf(scope, pack, month),
      })),
      { name: 'tickets.csv', content: () => this.ticketsOf(pack, span) },
      { name: 'ticket-trail.csv', content: () => this.trailOf(pack, span) },
      { name: 'notices.csv', content: () => this.noticesOf(pack, span) },
      { name: 'method.txt', content: methodText },
    ];
  }

  private async *readings(
    scope: Scope,
    { circuitId }: StoredPack,
    side: (typeof CIRCUIT_END_SIDES)[number],
    span: Span,
    signal: AbortSignal,
  ): AsyncIterable<string> {
    yield writeCsv([SAMPLE_COLUMNS]);
    for (let from = span.from; from < span.to; from += SAMPLES_MS) {
      signal.throwIfAborted();
      const to = Math.min(from + SAMPLES_MS, span.to);
      const read = await this.samples.series(scope, circuitId, { from, to, side, points: POINTS });
      // Marks of a gap have no reading and stand on no moment of their own.
      const rows = read.at.flatMap((at, index) =>
        read.inBps[index] === null && read.outBps[index] === null
          ? []
          : [
              [
                ...[new Date(at).toISOString(), read.bucketS, read.inBps[index], read.outBps[index]],
                ...[read.inErrors[index], read.outErrors[index], read.inDiscards[index], read.outDiscards[index]],
              ],
            ],
      );
      yield writeCsv(rows);
    }
  }

  private async *outagesOf(scope: Scope, { circuitId }: StoredPack, span: Span): AsyncIterable<string> {
    yield writeCsv([OUTAGE_COLUMNS]);
    let cursor: string | null = null;
    do {
      const query = { ...span, limit: OUTAGES_A_READ, ...(cursor !== null && { cursor }) };
      const page = await this.outages.ofCircuit({ scope, role: 'ACCOUNT_MANAGER' }, circuitId, query);
      const rows = page.items.map(({ id, from, to, cause, responsibility, comment, byTicket }) => [
        ...[id, from, to, cause, responsibility, comment],
        ...[byTicket?.number ?? null, byTicket?.cause ?? null, byTicket?.at ?? null],
      ]);
      yield writeCsv(rows);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /** The month as the ledger seals it: terms, inputs, pieces and figures; its SHA-256 is that of the SLA page. */
  private async *monthOf(scope: Scope, { circuitId }: StoredPack, month: string): AsyncIterable<string> {
    const { snapshot } = await this.ledger.of(scope, circuitId, { month });
    yield sealed(snapshot).text;
  }

  private async *ticketsOf(pack: StoredPack, span: Span): AsyncIterable<string> {
    const tickets = await this.facts.tickets(pack, span);
    yield table(tickets, ['number', 'priority', 'state', 'reportedAt', 'restoredAt']);
  }

  private async *trailOf(pack: StoredPack, span: Span): AsyncIterable<string> {
    const tickets = await this.facts.tickets(pack, span);
    const numbers = new Map(tickets.map(({ id, number }) => [id, number]));
    const trail = await this.facts.trail(tickets.map(({ id }) => String(id)));
    const rows = trail.map((row) => ({ ...row, number: numbers.get(row['ticketId'] ?? null) ?? null }));
    yield table(rows, ['number', 'at', 'kind', 'role', 'oldValue', 'newValue', 'words']);
  }

  private async *noticesOf(pack: StoredPack, span: Span): AsyncIterable<string> {
    const notices = await this.facts.notices(pack, span);
    yield table(notices, ['at', 'kind', 'severity', 'way', 'state', 'sentAt']);
  }
}

const INSTANTS: ReadonlySet<string> = new Set(['at', 'sentAt', 'reportedAt', 'restoredAt']);

/** Rows under the names of their columns; instants in UTC. */
function table(rows: readonly Row[], columns: readonly string[]): string {
  const cells = rows.map((row) =>
    columns.map((column) => {
      const value = row[column] ?? null;
      return value !== null && INSTANTS.has(column) ? new Date(Number(value)).toISOString() : value;
    }),
  );
  return writeCsv([columns, ...cells]);
}

async function* methodText(): AsyncIterable<string> {
  for (const language of ['zh-CN', 'en'] as const) {
    yield `${REPORT_METHOD.map((words) => words[language]).join('\n')}\n\n`;
  }
  await Promise.resolve();
}

import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import {
  REPORT_FORMATS,
  REPORT_LANGUAGES,
  type ReportFailure,
  type ReportFormat,
  type ReportLanguage,
  ReportNumbers,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { BrandRepository } from '../brand/index.js';
import { ReportFileStore } from './report-file-store.js';
import { tellOfReport } from './report-news.js';
import { sealNumbers } from './report-numbers.js';
import { type ReportContent, writeReport } from './report-sheets.js';
import { type Progress, ReportSources } from './report-sources.js';
import { openKeyOf, ReportRepository, type StoredFile, type StoredReport, wishOf } from './report.repository.js';
import { writePdf } from './write-pdf.js';
import { writePptx } from './write-pptx.js';
import { writeCsv, writeXlsx } from './write-table-files.js';

const AT_A_TIME = 20;
/** A report that takes the process down with it is not tried for ever. */
const MOST_ATTEMPTS = 3;
/** Often enough for a bar that moves, and for a cancelling that is heard. */
const NOTED_EVERY_MS = 1_000;
const FILE_MOST_BYTES = 200 * 1024 * 1024;

/** Makes the reports that were asked for, and their files whenever the words on the first page have changed. */
@Injectable()
export class ReportMaker {
  private readonly logger = new Logger(ReportMaker.name);
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly reports: ReportRepository,
    private readonly sources: ReportSources,
    private readonly store: ReportFileStore,
    private readonly brands: BrandRepository,
    private readonly clock: Clock,
  ) {}

  /** Runs wait for one another, here and by the job's lease: what is `generating` was left by a maker that died. */
  work(signal: AbortSignal): Promise<void> {
    const turn = (): Promise<void> => this.run(signal);
    this.turn = this.turn.then(turn, turn);
    return this.turn;
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (const report of await this.reports.waiting(AT_A_TIME)) {
      if (signal.aborted) return;
      if (report.state === 'generating') await this.takeUp(report);
      else if (report.state === 'queued') await this.make(report, signal);
      else await this.writeFiles(report);
    }
  }

  /** Fails a report that was interrupted and, unless that has happened too often, queues it again. */
  private async takeUp(report: StoredReport): Promise<void> {
    await this.database.transaction(async (tx) => {
      const isFailed = await this.failed(tx, report, report.cancelledAt === null ? 'interrupted' : 'cancelled');
      if (!isFailed || report.attempts >= MOST_ATTEMPTS || report.cancelledAt !== null) return;
      const failed = { ...report, version: report.version + 1 };
      await this.reports.step(tx, failed, 'failed', {
        state: 'queued',
        failure: null,
        open_key: openKeyOf(wishOf(report)),
      });
    });
  }

  private async make(queued: StoredReport, signal: AbortSignal): Promise<void> {
    const begun = await this.database.transaction((tx) =>
      this.reports.step(tx, queued, 'queued', { state: 'generating', attempts: queued.attempts + 1 }),
    );
    if (!begun) return;
    const report = { ...queued, version: queued.version + 1 };
    if (queued.cancelledAt !== null) {
      await this.database.transaction((tx) => this.failed(tx, report, 'cancelled'));
      return;
    }
    try {
      const numbers = await this.sources.gather(wishOf(report), this.progressOf(report), signal);
      const { text, hash } = sealNumbers(numbers);
      const now = this.clock.now();
      const brand = await this.brands.current();
      const kept = await this.keepFiles({ numbers, hash, comment: report.comment, brand }, report.id, now);
      await this.database.transaction(async (tx) => {
        const made = { state: 'generated', numbers: text, hash, made_at: now, open_key: null, failure: null };
        const files = { files_revision: report.wordsRevision, brand_version: brand.version };
        if (!(await this.reports.step(tx, report, 'generating', { ...made, ...files }))) return;
        await this.reports.replaceFiles(tx, report.id, kept);
        await tellOfReport(tx, report, this.clock.now());
      });
    } catch (error) {
      // What was begun before the API stopped is taken up by the next run.
      if (signal.aborted) return;
      if (error instanceof NoLongerWanted) {
        await this.database.transaction((tx) => this.failed(tx, report, 'cancelled'));
        return;
      }
      this.logger.error({ msg: 'a report could not be made', report: report.id, error: describeError(error) });
      await this.database.transaction((tx) => this.failed(tx, report, 'error'));
    }
  }

  /** Notes now and then how far it is; whoever has cancelled it ends it by that. */
  private progressOf(report: StoredReport): Progress {
    let notedAt = -Infinity;
    return async (done, total) => {
      if (done < total && performance.now() - notedAt < NOTED_EVERY_MS) return;
      notedAt = performance.now();
      await this.database.transaction(async (tx) => {
        if (!(await this.reports.noteProgress(tx, report, done, total))) throw new NoLongerWanted();
        await tellOfReport(tx, report, this.clock.now());
      });
    };
  }

  private async writeFiles(report: StoredReport): Promise<void> {
    const text = await this.reports.numbers(report.id);
    if (text === null || report.hash === null || report.madeAt === null) return;
    const numbers = ReportNumbers.parse(JSON.parse(text));
    // Only its words have changed: it keeps the looks that it was made with.
    const brand = (await this.brands.at(report.brandVersion ?? 0)) ?? (await this.brands.current());
    const content = { numbers, hash: report.hash, comment: report.comment, brand };
    const kept = await this.keepFiles(content, report.id, Number(report.madeAt));
    await this.database.transaction(async (tx) => {
      const files = { files_revision: report.wordsRevision };
      if (!(await this.reports.step(tx, report, 'generated', files))) return;
      await this.reports.replaceFiles(tx, report.id, kept);
      await tellOfReport(tx, report, this.clock.now());
    });
  }

  /** Writes every form in every language. Files that no transaction takes up are swept by their age. */
  private async keepFiles(content: ReportContent, reportId: string, madeAt: number): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for (const language of REPORT_LANGUAGES) {
      for (const format of REPORT_FORMATS) {
        const written = await writeAs(format, content, language, madeAt);
        const received = await this.store.receive(Readable.from([written]), FILE_MOST_BYTES);
        await this.store.keep(received);
        const { key, bytes, sha256 } = received;
        files.push({ reportId, format, language, storageKey: key, bytes, sha256 });
      }
    }
    return files;
  }

  private async failed(tx: Transaction, report: StoredReport, failure: ReportFailure): Promise<boolean> {
    const isFailed = await this.reports.step(tx, report, 'generating', { state: 'failed', failure, open_key: null });
    if (isFailed) await tellOfReport(tx, report, this.clock.now());
    return isFailed;
  }
}

/** Somebody has cancelled the report, or another maker has it. */
class NoLongerWanted extends Error {
  override readonly name = 'NoLongerWanted';
}

function writeAs(
  format: ReportFormat,
  content: ReportContent,
  language: ReportLanguage,
  madeAt: number,
): Promise<Buffer> {
  const written = writeReport(content, language);
  switch (format) {
    case 'pdf':
      return writePdf(written, content, language, madeAt);
    case 'xlsx':
      return writeXlsx(written);
    case 'pptx':
      return writePptx(written, content, language);
    case 'csv':
      return Promise.resolve(writeCsv(written));
  }
}

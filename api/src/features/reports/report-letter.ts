import { Injectable } from '@nestjs/common';
import { type ReportFormat, type ReportLanguage, ReportNumbers, type SentReportFile } from '@linewatch/shared';
import { composeMail, type Mail, type MailFile } from '../../platform/mail/mail.js';
import { PortalLinks } from '../identity/index.js';
import { REPORT_MEDIA_TYPES, reportFileName } from './report-file-name.js';
import { REPORT_LETTER, say } from './report-words.js';
import { writeReport } from './report-sheets.js';
import { ReportRepository, type StoredReport } from './report.repository.js';

/** The keeper of these files, as the queue of mails knows it. */
export const REPORT_KEEPER = 'reports';
/** What mail servers commonly take, before the third that BASE64 adds. */
const MOST_BYTES = 15 * 1024 * 1024;

/** How a report is sent to somebody. */
export interface LetterTerms {
  readonly language: ReportLanguage;
  readonly formats: readonly ReportFormat[];
}

/** A mail with the files that it was written with. */
export interface ReportLetter {
  readonly mail: Mail;
  readonly files: readonly SentReportFile[];
}

/** Writes the mail that a report goes with: the sentences of its first page, its files as they are archived. */
@Injectable()
export class ReportLetters {
  constructor(
    private readonly reports: ReportRepository,
    private readonly links: PortalLinks,
  ) {}

  async write(report: StoredReport, address: string, { language, formats }: LetterTerms): Promise<ReportLetter> {
    const text = await this.reports.numbers(report.id);
    if (text === null || report.hash === null) throw new Error('a report without numbers is not sent');
    const numbers = ReportNumbers.parse(JSON.parse(text));
    const written = writeReport({ numbers, hash: report.hash, comment: report.comment }, language);
    const archived = await this.reports.files([report.id]);
    const wanted = archived.filter((file) => file.language === language && formats.includes(file.format));
    const isLight = wanted.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST_BYTES;
    const sent = isLight ? wanted : [];
    const mail = composeMail(address, {
      language,
      subject: say(REPORT_LETTER.subject, language, { customer: written.customer, period: written.period }),
      paragraphs: [
        say(REPORT_LETTER.opening, language, { customer: written.customer, period: written.period }),
        ...[written.preliminary, written.comment].flatMap((line) => line ?? []),
        ...written.sentences,
        say(isLight ? REPORT_LETTER.attached : REPORT_LETTER.tooLarge, language),
      ],
      link: { words: say(REPORT_LETTER.link, language), url: this.links.to(`/reports/${report.id}`) },
    });
    const files = sent.map((file): MailFile => ({
      ...{ keeper: REPORT_KEEPER, key: file.storageKey, sha256: file.sha256 },
      ...{ name: reportFileName(report, file), mediaType: REPORT_MEDIA_TYPES[file.format] },
    }));
    return { mail: { ...mail, files }, files: sent.map(({ format, sha256 }) => ({ format, sha256 })) };
  }
}

import type { ReportFormat } from '@linewatch/shared';
import { type ReportWish, type StoredFile, type StoredReport, wishOf } from './report.repository.js';

export const REPORT_MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  csv: 'text/csv',
};

/** What a file of a report is called outside, in its own language. */
export function reportFileName(
  report: StoredReport,
  { language, format }: Pick<StoredFile, 'language' | 'format'>,
): string {
  const { customerNameZh, customerNameEn } = report;
  const period = periodOf(wishOf(report)).replaceAll(' ', '');
  const owner = language === 'zh-CN' || customerNameEn === '' ? customerNameZh : customerNameEn;
  return `${owner}-${period}-${language}.${format}`;
}

/** What a period is called: `2026-11`, or `2026-11-03 – 2026-11-20`. */
export function periodOf({ month, dates }: Pick<ReportWish, 'month' | 'dates'>): string {
  return dates === null ? month : `${dates.from} – ${dates.to}`;
}

import type { ReportFormat } from '@linewatch/shared';
import type { StoredFile, StoredReport } from './report.repository.js';

export const REPORT_MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
};

/** What a file of a report is called outside, in its own language. */
export function reportFileName(
  { customerNameZh, customerNameEn, month }: Pick<StoredReport, 'customerNameZh' | 'customerNameEn' | 'month'>,
  { language, format }: Pick<StoredFile, 'language' | 'format'>,
): string {
  const owner = language === 'zh-CN' || customerNameEn === '' ? customerNameZh : customerNameEn;
  return `${owner}-${month}-${language}.${format}`;
}

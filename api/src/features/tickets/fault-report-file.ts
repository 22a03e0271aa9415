import type { Language } from '@linewatch/shared';
import { footerOf, houseLook, letterhead, type PdfLogo, pdfOf } from '../../platform/pdf/pdf-writer.js';

/** A published fault report, in one language. */
export interface PublishedReport {
  readonly number: string;
  readonly customer: string;
  readonly circuits: readonly string[];
  readonly text: string;
  /** ms */
  readonly publishedAt: number;
}

const WORDS = {
  'zh-CN': { title: '故障报告', customer: '客户', circuits: '电路', published: '发布时间' },
  en: { title: 'Fault report', customer: 'Customer', circuits: 'Circuits', published: 'Published' },
} as const;

/** How the operator looks on it. */
export interface ReportLook {
  readonly accent: string;
  readonly logo: PdfLogo | null;
}

/** The report as a file that goes from hand to hand: what it is about stands on it. */
export function faultReportFile(
  report: PublishedReport,
  language: Language,
  { accent, logo }: ReportLook,
): Promise<Buffer> {
  const { number, customer, circuits, text, publishedAt } = report;
  const words = WORDS[language];
  const colon = language === 'en' ? ': ' : '：';
  const facts = [
    [words.customer, customer],
    [words.circuits, circuits.join(', ')],
    [words.published, `${new Date(publishedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
  ];
  return pdfOf({
    ...houseLook(`${words.title} ${number}`, language, publishedAt, accent),
    ...footerOf((page, pages) => `${words.title} ${number} · ${String(page)} / ${String(pages)}`),
    content: [
      letterhead(logo),
      { text: words.title, style: 'cover' },
      { text: number, fontSize: 14, bold: true },
      ...facts.map(([name = '', value = '']) => ({ text: `${name}${colon}${value}`, margin: [0, 4, 0, 0] })),
      { text, fontSize: 10, lineHeight: 1.5, margin: [0, 18, 0, 0], preserveLeadingSpaces: true },
    ],
  });
}

import type { ReportLanguage } from '@linewatch/shared';
import {
  footerOf,
  houseLook,
  letterhead,
  PDF_FONT,
  PDF_MUTED,
  pdfOf,
  type PdfNode,
} from '../../platform/pdf/pdf-writer.js';
import { availabilityChart } from './availability-chart.js';
import type { Cell, ReportContent, ReportWritten, Sheet } from './report-sheets.js';
import { REPORT_WORDS, say } from './report-words.js';

const CHART_WIDTH = 760;
const LINE = '#d5dbe3';

/** The report as a PDF whose font is embedded and whose text can be searched and copied. @param madeAt ms */
export function writePdf(
  written: ReportWritten,
  { numbers, brand }: ReportContent,
  language: ReportLanguage,
  madeAt: number,
): Promise<Buffer> {
  const chart = availabilityChart(numbers.circuits, language, PDF_FONT);
  return pdfOf({
    ...houseLook(`${written.title} ${written.customer} ${written.period}`, language, madeAt, brand.accent),
    pageOrientation: 'landscape',
    ...footerOf(
      (page, pages) => `${written.customer} · ${written.period} · ${say(REPORT_WORDS.page, language, { page, pages })}`,
    ),
    content: [
      letterhead(brand.logo),
      ...coverOf(written, language),
      ...(chart === undefined ? [] : [{ svg: chart.svg, width: CHART_WIDTH, margin: [0, 12, 0, 0] }]),
      ...written.sheets.flatMap((sheet) => tableOf(sheet, language)),
      { text: REPORT_WORDS.method[language], style: 'heading' },
      { ul: [...written.method] },
    ],
  });
}

function coverOf(
  { title, customer, period, part, preliminary, comment, sentences, advice }: ReportWritten,
  language: ReportLanguage,
): PdfNode[] {
  return [
    { text: title, style: 'cover' },
    { text: `${customer} · ${period}`, fontSize: 14, bold: true },
    ...(part === null ? [] : [{ text: part }]),
    ...(preliminary === null ? [] : [{ text: preliminary, bold: true, color: '#a04000' }]),
    ...(comment === null ? [] : [{ text: REPORT_WORDS.comment[language], style: 'heading' }, { text: comment }]),
    { text: REPORT_WORDS.summary[language], style: 'heading' },
    { ul: [...sentences] },
    ...(advice === null ? [] : [{ text: advice.title, style: 'heading' }, { ul: [...advice.sentences] }]),
  ];
}

function tableOf({ title, columns, rows }: Sheet, language: ReportLanguage): PdfNode[] {
  const heading: PdfNode = { text: title, style: 'heading', headlineLevel: 1 };
  if (rows.length === 0) return [heading, { text: REPORT_WORDS.nothing[language], color: PDF_MUTED }];
  return [
    heading,
    {
      layout: {
        hLineWidth: () => 0.5,
        vLineWidth: () => 0,
        hLineColor: () => LINE,
      },
      fontSize: 8,
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: columns.map((_, index) => (index === 1 ? '*' : 'auto')),
        body: [
          columns.map((text) => ({ text, style: 'column' })),
          ...rows.map((row) => row.map((cell) => ({ text: shown(cell), alignment: side(cell) }))),
        ],
      },
    },
  ];
}

function shown(cell: Cell): string {
  return cell === null ? '—' : String(cell);
}

function side(cell: Cell): 'left' | 'right' {
  return typeof cell === 'number' ? 'right' : 'left';
}

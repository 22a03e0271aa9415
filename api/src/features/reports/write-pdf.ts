import type { ReportLanguage } from '@linewatch/shared';
import { availabilityChart } from './availability-chart.js';
import { PDF_FONT, pdfOf, type PdfNode } from './pdf-writer.js';
import type { Cell, ReportContent, ReportWritten, Sheet } from './report-sheets.js';
import { REPORT_WORDS, say } from './report-words.js';

const CHART_WIDTH = 760;
const LINE = '#d5dbe3';
const MUTED = '#525e6e';
const BRAND = '#1a56b0';

/** The report as a PDF whose font is embedded and whose text can be searched and copied. @param madeAt ms */
export function writePdf(
  written: ReportWritten,
  { numbers }: ReportContent,
  language: ReportLanguage,
  madeAt: number,
): Promise<Buffer> {
  const chart = availabilityChart(numbers.circuits, language, PDF_FONT);
  return pdfOf({
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [40, 44, 40, 44],
    language,
    info: { title: `${written.title} ${written.customer} ${written.period}`, creationDate: new Date(madeAt) },
    defaultStyle: { font: PDF_FONT, fontSize: 9, lineHeight: 1.2 },
    styles: {
      cover: { fontSize: 26, bold: true, color: BRAND },
      heading: { fontSize: 14, bold: true, color: BRAND, margin: [0, 14, 0, 6] },
      column: { bold: true, fillColor: '#eef3fa' },
    },
    footer: (page: number, pages: number) => ({
      text: `${written.customer} · ${written.period} · ${say(REPORT_WORDS.page, language, { page, pages })}`,
      ...{ alignment: 'center', fontSize: 8, color: MUTED, margin: [0, 14, 0, 0] },
    }),
    content: [
      ...coverOf(written, language),
      ...(chart === undefined ? [] : [{ svg: chart.svg, width: CHART_WIDTH, margin: [0, 12, 0, 0] }]),
      ...written.sheets.flatMap((sheet) => tableOf(sheet, language)),
      { text: REPORT_WORDS.method[language], style: 'heading' },
      { ul: [...written.method] },
    ],
  });
}

function coverOf(
  { title, customer, period, part, preliminary, comment, sentences }: ReportWritten,
  language: ReportLanguage,
): PdfNode[] {
  return [
    { text: 'Linewatch', color: MUTED },
    { text: title, style: 'cover' },
    { text: `${customer} · ${period}`, fontSize: 14, bold: true },
    ...(part === null ? [] : [{ text: part }]),
    ...(preliminary === null ? [] : [{ text: preliminary, bold: true, color: '#a04000' }]),
    ...(comment === null ? [] : [{ text: REPORT_WORDS.comment[language], style: 'heading' }, { text: comment }]),
    { text: REPORT_WORDS.summary[language], style: 'heading' },
    { ul: [...sentences] },
  ];
}

function tableOf({ title, columns, rows }: Sheet, language: ReportLanguage): PdfNode[] {
  const heading: PdfNode = { text: title, style: 'heading', headlineLevel: 1 };
  if (rows.length === 0) return [heading, { text: REPORT_WORDS.nothing[language], color: MUTED }];
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

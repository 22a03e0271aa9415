import type { ReportLanguage } from '@linewatch/shared';
import { AVAILABILITY_COLOURS, lowestCircuits } from './availability-chart.js';
import { newPresentation, type Place, type Presentation, type Run, type Slide } from './pptx-writer.js';
import type { Cell, ReportContent, ReportWritten, Sheet } from './report-sheets.js';
import { REPORT_WORDS, say } from './report-words.js';

/** Inches, as wide and as high as a logo gets at most. */
const LOGO = { w: 2.6, h: 0.7 };
const MUTED = '525E6E';
const LINE = 'D5DBE3';
const HEAD = 'EEF3FA';
const WIDE = { x: 0.6, w: 12.1 };
const ROWS_A_SLIDE = 14;
/** A meeting reads no more of one table; the other forms have it whole. */
const SLIDES_A_SHEET = 3;
const SENTENCES_A_SLIDE = 8;

/** The slides that are being made, and the operator's colour without its `#`. */
interface Deck {
  readonly slides: Presentation;
  readonly accent: string;
}

/** The report as slides for the account manager's meeting; tables and the chart can be edited there. */
export function writePptx(
  written: ReportWritten,
  { numbers, brand }: ReportContent,
  language: ReportLanguage,
): Promise<Buffer> {
  const slides = newPresentation(`${written.title} ${written.customer} ${written.period}`);
  const deck: Deck = { slides, accent: brand.accent.slice(1) };
  cover(deck, written, brand.logo);
  summary(deck, written, language);
  adviceSlides(deck, written);
  chart(deck, lowestCircuits(numbers.circuits), language);
  for (const sheet of written.sheets) tables(deck, sheet, language);
  const method = headed(deck, REPORT_WORDS.method[language]);
  method.addText(bullets(written.method), { ...WIDE, y: 1.2, h: 5.6, fontSize: 12, valign: 'top' });
  return slides.write({ outputType: 'nodebuffer' });
}

function cover(
  deck: Deck,
  { title, customer, period, part, preliminary }: ReportWritten,
  logo: ReportContent['brand']['logo'],
): void {
  const slide = deck.slides.addSlide();
  if (logo === null) slide.addText('Linewatch', { ...WIDE, y: 0.5, h: 0.4, fontSize: 14, color: MUTED });
  else slide.addImage({ ...placeOf(logo), data: `${logo.type};base64,${logo.content.toString('base64')}` });
  slide.addText(title, { ...WIDE, y: 2.4, h: 0.9, fontSize: 40, bold: true, color: deck.accent });
  slide.addText(`${customer} · ${period}`, { ...WIDE, y: 3.4, h: 0.6, fontSize: 22, bold: true });
  const notes = [part, preliminary].flatMap((line) => line ?? []);
  if (notes.length > 0) slide.addText(notes.join('\n'), { ...WIDE, y: 4.2, h: 0.9, fontSize: 14, color: MUTED });
}

/** As large as it may be, in its own proportions. */
function placeOf({ width, height }: { readonly width: number; readonly height: number }): Place {
  const scale = Math.min(LOGO.w / width, LOGO.h / height);
  return { x: WIDE.x, y: 0.5, w: width * scale, h: height * scale };
}

function summary(deck: Deck, { sentences, comment }: ReportWritten, language: ReportLanguage): void {
  const slide = headed(deck, REPORT_WORDS.summary[language]);
  slide.addText(bullets(sentences), { ...WIDE, y: 1.2, h: 3.6, fontSize: 16, valign: 'top' });
  if (comment === null) return;
  const words = [
    { text: REPORT_WORDS.comment[language], options: { bold: true, color: deck.accent, breakLine: true } },
    { text: comment },
  ];
  slide.addText(words, { ...WIDE, y: 5, h: 1.8, fontSize: 16, valign: 'top' });
}

function adviceSlides(deck: Deck, { advice }: ReportWritten): void {
  if (advice === null) return;
  const { title, sentences } = advice;
  for (let start = 0; start < sentences.length; start += SENTENCES_A_SLIDE) {
    const shown = bullets(sentences.slice(start, start + SENTENCES_A_SLIDE));
    const slide = headed(deck, title);
    slide.addText(shown, { ...WIDE, y: 1.2, h: 5.6, fontSize: 14, valign: 'top', paraSpaceAfter: 6 });
  }
}

function chart(deck: Deck, shown: ReturnType<typeof lowestCircuits>, language: ReportLanguage): void {
  const [lowest] = shown;
  if (lowest === undefined) return;
  const slide = headed(deck, say(REPORT_WORDS.chart, language, { count: shown.length }));
  const bars = shown.toReversed();
  const series = { name: REPORT_WORDS.contractual[language], labels: bars.map(({ label }) => label) };
  slide.addChart('bar', [{ ...series, values: bars.map(({ value }) => value) }], {
    ...{ ...WIDE, y: 1.1, h: 6, barDir: 'bar', showValue: true, dataLabelFormatCode: '0.000', dataLabelFontSize: 9 },
    ...{ valAxisMinVal: Math.max(0, Math.floor(lowest.value - 0.5)), valAxisMaxVal: 100, catAxisLabelFontSize: 9 },
    ...{ chartColors: bars.map(({ isMet }) => AVAILABILITY_COLOURS[isMet].slice(1)) },
  });
}

function tables(deck: Deck, { title, columns, rows }: Sheet, language: ReportLanguage): void {
  if (rows.length === 0) return;
  const shown = rows.slice(0, ROWS_A_SLIDE * SLIDES_A_SHEET);
  for (let start = 0; start < shown.length; start += ROWS_A_SLIDE) {
    const slide = headed(deck, title);
    const head = columns.map((text) => ({ text, options: { bold: true, fill: { color: HEAD } } }));
    const body = shown.slice(start, start + ROWS_A_SLIDE).map((row) => row.map(cell));
    const border = { type: 'solid', pt: 0.5, color: LINE };
    slide.addTable([head, ...body], { ...WIDE, y: 1.1, fontSize: 9, border, autoPage: false });
  }
  const rest = rows.length - shown.length;
  if (rest === 0) return;
  const more = say(REPORT_WORDS.moreRows, language, { rest });
  headed(deck, title).addText(more, { ...WIDE, y: 1.2, h: 0.6, fontSize: 14, color: MUTED });
}

function headed(deck: Deck, title: string): Slide {
  const slide = deck.slides.addSlide();
  slide.addText(title, { ...WIDE, y: 0.35, h: 0.6, fontSize: 24, bold: true, color: deck.accent });
  return slide;
}

function bullets(lines: readonly string[]): Run[] {
  return lines.map((text) => ({ text, options: { bullet: true, breakLine: true } }));
}

function cell(value: Cell): Run {
  const align = typeof value === 'number' ? 'right' : 'left';
  return { text: value === null ? '—' : String(value), options: { align } };
}

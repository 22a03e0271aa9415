import { createRequire } from 'node:module';

/** Inches on a slide of 13.33 × 7.5. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h?: number;
}

type Look = Readonly<Record<string, unknown>>;

/** A piece of text with how it looks. */
export interface Run {
  readonly text: string;
  readonly options?: Look;
}

/** A slide that is being filled. */
export interface Slide {
  addText(text: string | readonly Run[], options: Place & Look): unknown;
  addImage(options: Place & Look): unknown;
  addTable(rows: readonly (readonly Run[])[], options: Place & Look): unknown;
  addChart(type: string, series: readonly ChartSeries[], options: Place & Look): unknown;
}

export interface ChartSeries {
  readonly name: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

/** The part of pptxgenjs that is used. Its own types bring those of a browser with them, which nothing here may know. */
export interface Presentation {
  layout: string;
  title: string;
  theme: Readonly<Record<string, string>>;
  addSlide(): Slide;
  write(options: { readonly outputType: 'nodebuffer' }): Promise<Buffer>;
}

const PptxGenJs = createRequire(import.meta.url)('pptxgenjs') as new () => Presentation;

/** An empty presentation. The font is named, not embedded: each office program has one with Chinese characters. */
export function newPresentation(title: string): Presentation {
  const presentation = new PptxGenJs();
  presentation.layout = 'LAYOUT_WIDE';
  presentation.title = title;
  presentation.theme = { headFontFace: 'Microsoft YaHei', bodyFontFace: 'Microsoft YaHei' };
  return presentation;
}

import { createRequire } from 'node:module';

/** What of a PDF is described: nodes of text, lists, tables and vector pictures, as pdfmake takes them. */
export type PdfNode = Readonly<Record<string, unknown>>;

/** The part of pdfmake that is used. Its own types bring those of a browser with them, which nothing here may know. */
interface PdfMaker {
  setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
  setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
  setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
  createPdf(document: PdfNode): { getBuffer(): Promise<Buffer> };
}

const load = createRequire(import.meta.url);
export const PDF_FONT = 'NotoSansSC';
/** SIL Open Font License: may be embedded. */
const FILES = {
  normal: load.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: load.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
};

const maker = load('pdfmake') as PdfMaker;
maker.setFonts({ [PDF_FONT]: FILES });
// Nothing in a report leads the writer to another file or to the network.
maker.setLocalAccessPolicy((path) => path === FILES.normal || path === FILES.bold);
maker.setUrlAccessPolicy(() => false);

/** A PDF whose fonts are embedded with their characters, so that its text can be searched and copied. */
export function pdfOf(document: PdfNode): Promise<Buffer> {
  return maker.createPdf(document).getBuffer();
}

export const PDF_MUTED = '#525e6e';
const BRAND = '#1a56b0';

/** How documents of the house look. @param madeAt ms @param accent of its headings */
export function houseLook(title: string, language: string, madeAt: number, accent = BRAND): PdfNode {
  return {
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 44],
    language,
    info: { title, creationDate: new Date(madeAt) },
    defaultStyle: { font: PDF_FONT, fontSize: 9, lineHeight: 1.2 },
    styles: {
      cover: { fontSize: 26, bold: true, color: accent },
      heading: { fontSize: 14, bold: true, color: accent, margin: [0, 14, 0, 6] },
      column: { bold: true, fillColor: '#eef3fa' },
    },
  };
}

/** The line at the foot of each page. @param words of a page by its number and how many there are */
export function footerOf(words: (page: number, pages: number) => string): PdfNode {
  return {
    footer: (page: number, pages: number) => ({
      ...{ text: words(page, pages), alignment: 'center', fontSize: 8, color: PDF_MUTED, margin: [0, 14, 0, 0] },
    }),
  };
}

/** The picture of the operator on a paper; what a picture is made of is known to be sound. */
export interface PdfLogo {
  readonly type: string;
  readonly content: Buffer;
}

/** Points, as wide and as high as a logo gets at most. */
const LOGO_FIT = [180, 48];

/** What stands at the head of a paper: the operator's logo, or the product's name while there is none. */
export function letterhead(logo: PdfLogo | null): PdfNode {
  if (logo === null) return { text: 'Linewatch', color: PDF_MUTED };
  return { image: `data:${logo.type};base64,${logo.content.toString('base64')}`, fit: LOGO_FIT, margin: [0, 0, 0, 8] };
}

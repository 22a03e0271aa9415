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

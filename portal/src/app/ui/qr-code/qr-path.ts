import { create } from 'qrcode';

/** Light modules around the code that a camera needs to find it (ISO/IEC 18004 section 6.3.8). */
const QUIET = 4;

/** A QR code as the box and path of a drawing. Loaded with the first code: few pages ever show one. */
export function qrPath(text: string): { readonly box: string; readonly path: string } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const side = String(size + 2 * QUIET);
  const squares: string[] = [];
  for (const [index, isDark] of data.entries()) {
    if (isDark === 0) continue;
    squares.push(`M${String((index % size) + QUIET)} ${String(Math.floor(index / size) + QUIET)}h1v1h-1z`);
  }
  return { box: `0 0 ${side} ${side}`, path: squares.join('') };
}

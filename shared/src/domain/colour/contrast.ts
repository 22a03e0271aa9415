/** A colour as `#rrggbb`. */
export const COLOUR = /^#[0-9a-f]{6}$/;

/** What text of any size needs against its background at least (WCAG 2.2, success criterion 1.4.3). */
export const TEXT_CONTRAST = 4.5;

/**
 * Contrast ratio between a colour and white, from 1 to 21.
 *
 * @param colour as `COLOUR` says
 * @see WCAG 2.2, definitions of contrast ratio and relative luminance
 */
export function contrastOnWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  return 1.05 / (luminance + 0.05);
}

/** Whether text of this colour can be read on white paper, and white text on it. */
export function isReadableOnWhite(colour: string): boolean {
  return contrastOnWhite(colour) >= TEXT_CONTRAST;
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

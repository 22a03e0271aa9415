/**
 * The colour that a custom property stands for at an element, as something a canvas understands.
 *
 * A custom property holds `light-dark(…)` unresolved; a real colour property gives what is in force. Transitions are
 * switched off meanwhile: with one running, however short, the answer would be the colour before.
 *
 * @param name of the custom property, such as `--lw-line`
 * @returns a computed colour, as `rgb(…)`
 */
export function colourInForce(element: HTMLElement, name: string): string {
  const { style } = element;
  style.setProperty('transition', 'none', 'important');
  style.outlineColor = `var(${name})`;
  const colour = getComputedStyle(element).outlineColor;
  style.outlineColor = '';
  style.removeProperty('transition');
  return colour;
}

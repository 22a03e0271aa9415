import { colourInForce } from './colour-in-force';

describe('colourInForce', () => {
  let element: HTMLElement;
  let sheet: HTMLStyleElement;

  beforeEach(() => {
    sheet = document.createElement('style');
    element = document.createElement('div');
    document.body.append(sheet, element);
    element.style.colorScheme = 'dark';
    element.style.setProperty('--spec-colour', 'light-dark(rgb(1, 2, 3), rgb(4, 5, 6))');
  });

  afterEach(() => {
    sheet.remove();
    element.remove();
  });

  it('gives the colour of the theme in force', () => {
    expect(colourInForce(element, '--spec-colour')).toBe('rgb(4, 5, 6)');
  });

  it('gives it for people who want less motion, whose transitions are short but there', () => {
    sheet.textContent = '* { transition-duration: 0.01ms !important; }';
    expect(getComputedStyle(element).outlineColor).not.toBe('');

    expect(colourInForce(element, '--spec-colour')).toBe('rgb(4, 5, 6)');
  });
});

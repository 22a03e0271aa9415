import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { eventually, openBed } from '../../../testing/page-bed';
import { LineChart } from './line-chart';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);

describe('a line chart that is pointed at', () => {
  let fixture: ComponentFixture<LineChart>;
  let page: HTMLElement;

  beforeEach(async () => {
    await openBed();
    fixture = TestBed.createComponent(LineChart);
    page = fixture.nativeElement as HTMLElement;
    page.style.width = '600px';
    draw(START, [1, 2, 3, 4]);
    for (const [name, value] of Object.entries({
      axes: [{ least: 1, format: (v: number | null) => String(v) }],
      bucketS: 60,
      intervalS: 60,
      language: 'en',
      zone: 'UTC',
      dark: false,
      subject: 'X',
    }))
      fixture.componentRef.setInput(name, value);
    fixture.autoDetectChanges();
    await eventually(() => page.querySelector('canvas') ?? undefined);
  });

  function draw(from: number, values: number[]): void {
    fixture.componentRef.setInput(
      'at',
      values.map((_, index) => from + index * MINUTE),
    );
    fixture.componentRef.setInput('lines', [
      { key: 'v', name: 'V', values, axis: 0, colour: 'in', dash: 'solid', isThin: false },
    ]);
    fixture.componentRef.setInput('range', { from, to: from + (values.length - 1) * MINUTE });
  }

  /** All that is drawn, to compare. */
  function picture(): string {
    return [...page.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join();
  }

  async function settledPicture(): Promise<string> {
    for (let before = ''; ;) {
      await nextFrame();
      const now = picture();
      if (now !== '' && now === before) return now;
      before = now;
    }
  }

  const boxText = (): string | undefined => page.querySelector('.box')?.textContent.replace(/\s+/gu, ' ').trim();

  it('draws a cross line where its box stands, and takes it away', async () => {
    const bare = await settledPicture();
    const frame = page.querySelector('.frame');
    frame?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    frame?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await eventually(() => (boxText()?.includes('V 3') === true && picture() !== bare ? true : undefined));

    frame?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await eventually(() => (page.querySelector('.box') === null && picture() === bare ? true : undefined));
    expect(picture()).toBe(bare);
  });

  it('keeps pointing while its data change under it', async () => {
    page.querySelector('.frame')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    for (let round = 1; round <= 5; round++) {
      draw(START + round * MINUTE, [round, round, round, round]);
      await eventually(() => (boxText()?.includes(`V ${String(round)}`) === true ? true : undefined));
      await nextFrame();
    }
    expect(boxText()).toContain('V 5');
  });

  it('keeps its cross line when the same data are drawn anew', async () => {
    await settledPicture();
    page.querySelector('.frame')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await eventually(boxText);
    const pointed = await settledPicture();
    for (let round = 0; round < 3; round++) {
      draw(START, [1, 2, 3, 4]);
      await settledPicture();
    }
    expect(picture()).toBe(pointed);
  });
});

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });
}

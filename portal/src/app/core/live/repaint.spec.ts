import { TestBed } from '@angular/core/testing';
import { Repaint } from './repaint';

describe('changes on a page', () => {
  let painted: (readonly number[])[];
  let repaint: Repaint<number>;

  beforeEach(() => {
    jasmine.clock().install();
    painted = [];
    repaint = TestBed.runInInjectionContext(
      () =>
        new Repaint<number>((changes) => {
          painted.push(changes);
        }),
    );
  });

  afterEach(() => {
    jasmine.clock().uninstall();
  });

  it('show at once, and then gathered, so that nothing is painted more than twice a second however much comes', () => {
    for (let n = 0; n < 100; n += 1) {
      repaint.add([n]);
      jasmine.clock().tick(50);
    }
    jasmine.clock().tick(1_000);

    expect(painted[0]).toEqual([0]);
    expect(painted.length).toBeLessThanOrEqual(2 * 6);
    expect(painted.flat()).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('are painted no more when nothing comes', () => {
    repaint.add([1]);
    jasmine.clock().tick(10_000);

    expect(painted).toEqual([[1]]);
  });

  it('are forgotten with the page', () => {
    repaint.add([1]);
    repaint.add([2]);
    TestBed.resetTestingModule();
    jasmine.clock().tick(10_000);

    expect(painted).toEqual([[1]]);
  });
});

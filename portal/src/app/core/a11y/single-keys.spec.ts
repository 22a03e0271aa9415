import { TestBed } from '@angular/core/testing';
import { SingleKeys } from './single-keys';

describe('shortcuts of one key', () => {
  let keys: SingleKeys;

  beforeEach(() => {
    localStorage.clear();
    keys = TestBed.inject(SingleKeys);
  });

  function pressed(on: HTMLElement, init: KeyboardEventInit = {}): KeyboardEvent {
    let seen: KeyboardEvent | undefined;
    document.body.append(on);
    on.addEventListener('keydown', (event) => (seen = event));
    on.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, ...init }));
    on.remove();
    if (seen === undefined) throw new Error('nothing was pressed');
    return seen;
  }

  it('act on the page, and neither while somebody types nor with Ctrl', () => {
    expect(keys.isShortcut(pressed(document.createElement('a')))).toBeTrue();
    for (const name of ['input', 'textarea', 'select'] as const) {
      expect(keys.isShortcut(pressed(document.createElement(name))))
        .withContext(name)
        .toBeFalse();
    }
    expect(keys.isShortcut(pressed(document.createElement('a'), { ctrlKey: true }))).toBeFalse();
  });

  it('can be switched off, for good', () => {
    keys.switch(false);
    expect(keys.isShortcut(pressed(document.createElement('a')))).toBeFalse();
    TestBed.resetTestingModule();
    expect(TestBed.inject(SingleKeys).isOn()).toBeFalse();
  });
});

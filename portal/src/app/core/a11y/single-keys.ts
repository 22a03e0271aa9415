import { inject, Service, signal, DOCUMENT } from '@angular/core';

const STORED = 'linewatch.keys';

/**
 * Shortcuts of one key without Ctrl or Alt. They can be switched off (WCAG 2.1.4), and they never act while somebody
 * types.
 */
@Service()
export class SingleKeys {
  private readonly document = inject(DOCUMENT);
  private readonly on = signal(this.document.defaultView?.localStorage.getItem(STORED) !== 'off');

  readonly isOn = this.on.asReadonly();

  switch(isOn: boolean): void {
    this.on.set(isOn);
    this.document.defaultView?.localStorage.setItem(STORED, isOn ? 'on' : 'off');
  }

  /** Whether a key that was pressed is meant as a shortcut. */
  isShortcut(event: KeyboardEvent): boolean {
    if (!this.isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    const { target } = event;
    if (!(target instanceof HTMLElement)) return true;
    const isTyping = target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select');
    return !isTyping && target.closest('dialog, .cdk-overlay-pane') === null;
  }
}

import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** Codes that are shown this one time, to be printed or copied. */
@Component({
  selector: 'lw-recovery-codes',
  imports: [TranslocoPipe],
  template: `
    <p>{{ 'factor.keepCodes' | transloco }}</p>
    <ol [attr.aria-label]="'factor.recoveryCodes' | transloco">
      @for (code of codes(); track code) {
        <li>
          <code>{{ code }}</code>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    ol {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      gap: 6px 16px;
      margin: 0;
      padding: 12px;
      list-style: none;
      border: 1px solid var(--lw-line);
      border-radius: 8px;
    }
    code {
      font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace;
      white-space: nowrap;
    }
  `,
})
export class RecoveryCodesList {
  readonly codes = input.required<readonly string[]>();
}

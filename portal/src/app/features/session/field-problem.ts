import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** What is wrong with one field, once the person has left it or tried to send the form. */
@Component({
  selector: 'lw-field-problem',
  imports: [TranslocoPipe],
  template: `
    @if (shown()) {
      @for (error of errors(); track error.kind) {
        <span class="wrong">{{ 'field.' + (error.message ?? error.kind) | transloco }}</span>
      }
    }
  `,
  styles: `
    .wrong {
      display: block;
      color: var(--lw-down);
    }
  `,
})
export class FieldProblem {
  readonly errors = input.required<readonly { readonly kind: string; readonly message?: string | undefined }[]>();
  readonly shown = input.required<boolean>();
}

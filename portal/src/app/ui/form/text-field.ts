import { Component, input } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';

/** A field of a form with its label, what it asks for, and what is wrong with it once the person has left it. */
@Component({
  selector: 'lw-text-field',
  imports: [FormField, TranslocoPipe],
  template: `
    <label [attr.for]="name()">{{ label() }}</label>
    <input
      class="lw-field"
      [id]="name()"
      [type]="type()"
      [attr.autocomplete]="autocomplete()"
      [attr.aria-describedby]="name() + '-problem'"
      [attr.aria-invalid]="field()().touched() && field()().invalid()"
      [formField]="field()"
    />
    @if (hint()) {
      <span class="lw-muted">{{ hint() }}</span>
    }
    <span [id]="name() + '-problem'">
      @if (field()().touched()) {
        @for (error of field()().errors(); track error.kind) {
          <span class="wrong">{{ 'field.' + (error.message ?? error.kind) | transloco }}</span>
        }
      }
    </span>
  `,
  styles: `
    :host {
      display: grid;
      gap: 4px;
    }

    label {
      font-weight: 600;
    }

    .lw-field {
      min-height: 42px;
      width: 100%;
    }

    .lw-field[aria-invalid='true'] {
      border-color: var(--lw-down);
    }

    .wrong {
      display: block;
      color: var(--lw-down);
    }
  `,
})
export class TextField {
  readonly field = input.required<FieldTree<string>>();
  /** Id of the input in the page. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly type = input<'text' | 'email' | 'password' | 'number'>('text');
  /** What a password manager may put in (HTML autocomplete token). */
  readonly autocomplete = input.required<string>();
  readonly hint = input<string>();
}

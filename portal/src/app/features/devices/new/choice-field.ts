import { Component, input } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';

/** One of several things, by its id; what is wrong is said once the person has left it. */
@Component({
  selector: 'lw-choice-field',
  imports: [FormField, TranslocoPipe],
  template: `
    <label [attr.for]="name()">{{ label() }}</label>
    <select
      class="lw-field"
      [id]="name()"
      [attr.aria-describedby]="name() + '-problem'"
      [attr.aria-invalid]="field()().touched() && field()().invalid()"
      [formField]="field()"
    >
      @if (mayBeEmpty()) {
        <option value="">{{ 'newDevice.choose' | transloco }}</option>
      }
      @for (option of options(); track option.id) {
        <option [value]="option.id">{{ option.name }}</option>
      }
    </select>
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

    .wrong {
      display: block;
      color: var(--lw-down);
    }
  `,
})
export class ChoiceField {
  readonly field = input.required<FieldTree<string>>();
  /** Id of the select in the page. */
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly options = input.required<readonly { readonly id: string; readonly name: string }[]>();
  readonly mayBeEmpty = input(true);
}

import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FieldProblem } from '@linewatch/shared';
import type { Failure } from '../../../core/http/failure';

/** Names in the contract that the form calls otherwise. */
const LABELS: Readonly<Record<string, string>> = {
  credentialId: 'credential',
  pollProfileId: 'profile',
  requiredTag: 'tag',
};
const REASONS = new Set(['taken', 'unknown', 'required', 'short', 'legacy', 'notShorter']);

/** Why the server did not take a form: each field with what is wrong with it. */
@Component({
  selector: 'lw-field-problems',
  imports: [TranslocoPipe],
  template: `
    <div class="refused" role="alert">
      @for (problem of failure().fields; track problem.field) {
        <p>{{ labels() + '.' + labelOf(problem) | transloco }}: {{ 'field.' + reasonOf(problem) | transloco }}</p>
      } @empty {
        <p>{{ 'error.' + failure().code | transloco }}</p>
      }
    </div>
  `,
  styles: `
    .refused {
      padding: 10px 14px;
      border-left: 4px solid var(--lw-down);
      background: color-mix(in srgb, var(--lw-down) 8%, transparent);
    }
  `,
})
export class FieldProblems {
  readonly failure = input.required<Failure>();
  /** Where the texts of the fields are. */
  readonly labels = input('newDevice');
  /** What `name` is the name of. */
  readonly nameLabel = input('name');

  protected labelOf({ field }: FieldProblem): string {
    const name = field.slice(field.lastIndexOf('.') + 1);
    return name === 'name' ? this.nameLabel() : (LABELS[name] ?? name);
  }

  protected reasonOf({ reason }: FieldProblem): string {
    return REASONS.has(reason) ? reason : 'wrong';
  }
}

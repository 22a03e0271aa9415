import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** Reasons of the server that have a sentence of their own. */
const EXPLAINED: ReadonlySet<string> = new Set([
  ...['before_begin', 'not_wanted', 'taken', 'tier_gap', 'tier_order', 'tier_overlap', 'too_big', 'twice'],
  ...['unknown', 'unknown_zone'],
]);

/** A field with its label around it, and what is wrong with it beneath. */
@Component({
  selector: 'lw-terms-field',
  imports: [TranslocoPipe],
  template: `
    <label>
      <span>{{ label() }}</span>
      <ng-content />
      @if (hint(); as text) {
        <span class="lw-muted">{{ text }}</span>
      }
      @if (reason()) {
        <span class="wrong">{{ sentence() | transloco }}</span>
      }
    </label>
  `,
  styles: `
    :host {
      min-width: 0;
      max-width: 100%;
    }

    label {
      display: grid;
      grid-template-columns: minmax(0, max-content);
      gap: 2px;
      max-width: 100%;
    }

    .wrong {
      color: var(--lw-down);
    }
  `,
})
export class TermsField {
  readonly label = input.required<string>();
  readonly hint = input<string>();
  /** Why the server refused it. */
  readonly reason = input<string | undefined>();
  protected readonly sentence = computed(() => {
    const reason = this.reason() ?? '';
    return EXPLAINED.has(reason) ? `slaReason.${reason}` : 'record.fieldWrong';
  });
}

import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** Reasons of the server that have a sentence of their own. */
const EXPLAINED: ReadonlySet<string> = new Set([
  ...['before_begin', 'not_wanted', 'taken', 'tier_gap', 'tier_order', 'tier_overlap', 'too_big', 'twice'],
  ...['unknown', 'unknown_zone'],
]);

/** What a label says of its field: the name above it, a hint and what is wrong with it below. */
@Component({
  selector: 'lw-terms-field',
  imports: [TranslocoPipe],
  template: `
    <span>{{ label() }}</span>
    @if (hint(); as text) {
      <span class="lw-muted said">{{ text }}</span>
    }
    @if (reason()) {
      <span class="wrong said">{{ sentence() | transloco }}</span>
    }
  `,
  styles: `
    /* Its parts are parts of the label: what is said of the field stands below the input that follows. */
    :host {
      display: contents;
    }

    .said {
      order: 1;
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

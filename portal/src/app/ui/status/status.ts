import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AnyStatus, STATUS_LOOK } from './status-look';

/**
 * The one way a status is shown: shape, word and colour. The word is always there for readers; `iconOnly` hides it
 * from the eye where the same word stands beside it.
 */
@Component({
  selector: 'lw-status',
  imports: [TranslocoPipe],
  host: { '[class]': '"tone-" + look().tone', '[class.large]': 'large()' },
  templateUrl: './status.html',
  styleUrl: './status.css',
})
export class Status {
  readonly status = input.required<AnyStatus>();
  readonly large = input(false);
  readonly iconOnly = input(false);

  protected readonly look = computed(() => STATUS_LOOK[this.status()]);
}

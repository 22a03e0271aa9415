import { Component, input, output } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** What a failure needs to be explained: the code that the texts are found by, and the id to quote. */
export interface ShownFailure {
  readonly code: string;
  readonly requestId: string | null;
}

/** Says in words what failed, with the code and request id for the operator, and offers to try again. */
@Component({
  selector: 'lw-failure',
  imports: [TranslocoPipe],
  template: `
    <div class="lw-card failure" role="alert">
      <p class="what">{{ 'error.' + failure().code | transloco }}</p>
      <p class="lw-muted ids">
        {{ 'state.code' | transloco }} <code>{{ failure().code }}</code>
        @if (failure().requestId; as id) {
          · {{ 'state.requestId' | transloco }} <code>{{ id }}</code>
        }
      </p>
      <button type="button" class="lw-button" (click)="retry.emit()">{{ 'state.retry' | transloco }}</button>
    </div>
  `,
  styles: `
    .failure {
      display: grid;
      justify-items: start;
      gap: 8px;
      border-left: 4px solid var(--lw-down);
    }
    .what {
      font-weight: 600;
    }
    .ids {
      font-size: 12px;
      overflow-wrap: anywhere;
    }
  `,
})
export class FailureNotice {
  readonly failure = input.required<ShownFailure>();
  readonly retry = output();
}

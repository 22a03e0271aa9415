import { Component, input } from '@angular/core';

/** Why there is nothing here; what to do next comes as content. */
@Component({
  selector: 'lw-empty',
  template: `
    <p class="why">{{ why() }}</p>
    <div class="next lw-muted"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
      justify-items: center;
      padding: 48px 16px;
      text-align: center;
    }
    .why {
      font-size: 16px;
      font-weight: 600;
    }
  `,
})
export class EmptyNotice {
  readonly why = input.required<string>();
}

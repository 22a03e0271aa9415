import { Component, input, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { QuietHours } from '@linewatch/shared';

/** Two local times, from and to. */
@Component({
  selector: 'lw-hours-fields',
  imports: [TranslocoPipe],
  template: `
    <label [for]="name() + '-from'">{{ 'told.from' | transloco }}</label>
    <input
      #from
      class="lw-field"
      type="time"
      [id]="name() + '-from'"
      [value]="hours().from"
      (change)="set('from', from.value)"
    />
    <label [for]="name() + '-to'">{{ 'told.to' | transloco }}</label>
    <input #to class="lw-field" type="time" [id]="name() + '-to'" [value]="hours().to" (change)="set('to', to.value)" />
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
  `,
})
export class HoursFields {
  readonly hours = model.required<QuietHours>();
  /** Tells its fields from those of another on the page. */
  readonly name = input.required<string>();

  protected set(end: keyof QuietHours, value: string): void {
    if (value !== '') this.hours.update((before) => ({ ...before, [end]: value }));
  }
}

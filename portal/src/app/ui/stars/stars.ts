import { Component, input, model } from '@angular/core';
import { Icon } from '../icon/icon';

/** From one to five, as radio buttons that look like stars. */
@Component({
  selector: 'lw-stars',
  imports: [Icon],
  template: `
    <fieldset>
      <legend>{{ label() }}</legend>
      <span class="stars">
        @for (score of scores; track score) {
          <label [class.lit]="score <= (value() ?? 0)">
            <input
              type="radio"
              [name]="name()"
              [value]="score"
              [checked]="score === value()"
              (change)="value.set(score)"
            />
            <lw-icon name="star" /><span class="lw-hidden">{{ score }}</span>
          </label>
        }
      </span>
      <span class="lw-muted figure">{{ value() ?? '–' }} / 5</span>
    </fieldset>
  `,
  styles: `
    fieldset {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      float: left;
      min-width: 120px;
      padding: 0;
      font-weight: 600;
    }
    .stars {
      display: inline-flex;
    }
    label {
      position: relative;
      display: grid;
      place-items: center;
      width: 40px;
      height: 40px;
      border-radius: 6px;
      font-size: 20px;
      color: var(--lw-muted);
      cursor: pointer;
    }
    input {
      position: absolute;
      inset: 0;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }
    label:focus-within {
      outline: 2px solid var(--mat-sys-primary);
    }
    .lit {
      color: var(--lw-degraded);
    }
    .lit lw-icon {
      filter: drop-shadow(0 0 1px currentcolor);
    }
    .figure {
      min-width: 40px;
    }
  `,
})
export class Stars {
  readonly label = input.required<string>();
  /** Name of the group in the page. */
  readonly name = input.required<string>();
  readonly value = model<number>();

  protected readonly scores = [1, 2, 3, 4, 5] as const;
}

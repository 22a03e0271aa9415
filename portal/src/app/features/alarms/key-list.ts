import { Component, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { SingleKeys } from '../../core/a11y/single-keys';

const KEYS = ['j', 'k', 'x', 'a', 't', 's', 'c', 'e', 'n', '?'] as const;

/** The keys of the console, and the switch that silences them. */
@Component({
  selector: 'lw-key-list',
  imports: [TranslocoPipe],
  template: `
    <section class="lw-card" [attr.aria-label]="'alarms.keys' | transloco">
      <dl>
        @for (key of keys; track key) {
          <div>
            <dt>
              <kbd>{{ key }}</kbd>
            </dt>
            <dd>{{ 'alarmKey.' + (key === '?' ? 'list' : key) | transloco }}</dd>
          </div>
        }
      </dl>
      <label>
        <input #box type="checkbox" [checked]="single.isOn()" (change)="single.switch(box.checked)" />
        {{ 'alarms.keysOn' | transloco }}
      </label>
    </section>
  `,
  styles: `
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 24px;
    }
    dl div {
      display: flex;
      gap: 8px;
    }
    kbd {
      padding: 1px 8px;
      border: 1px solid var(--lw-line);
      border-radius: 4px;
      font-family: inherit;
    }
    label {
      display: inline-flex;
      gap: 8px;
      align-items: center;
      min-height: 32px;
      margin-top: 8px;
    }
  `,
})
export class KeyList {
  protected readonly single = inject(SingleKeys);
  protected readonly keys = KEYS;
}

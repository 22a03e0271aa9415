import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { DeviceChangeView } from '@linewatch/shared';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** What differed from one discovery to the next, newest first. */
@Component({
  selector: 'lw-device-changes',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <ul>
      @for (change of changes(); track $index) {
        <li>
          <time class="lw-muted" [attr.datetime]="change.at">{{
            change.at | lwInstant: locale.language() : locale.zone()
          }}</time>
          <span
            ><strong>{{ change.ifName }}</strong> {{ 'deviceChange.' + change.change | transloco }}</span
          >
          <span class="lw-code">{{ change.before || '—' }} → {{ change.after || '—' }}</span>
        </li>
      } @empty {
        <li class="lw-muted">{{ 'device.noChanges' | transloco }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      gap: 6px;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      overflow-wrap: anywhere;
    }
  `,
})
export class DeviceChanges {
  readonly changes = input.required<readonly DeviceChangeView[]>();
  protected readonly locale = inject(Locale);
}

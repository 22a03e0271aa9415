import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { AlarmView } from '@linewatch/shared';
import { Severity } from '../../ui/severity/severity';
import { AlarmText } from './alarm-text';

/** Other alarms by name, each with the way to it. */
@Component({
  selector: 'lw-alarm-links',
  imports: [AlarmText, RouterLink, Severity, TranslocoPipe],
  template: `
    <ul>
      @for (alarm of alarms(); track alarm.id) {
        <li>
          <lw-severity [severity]="alarm.severity" />
          <span>
            <a [routerLink]="['/alarms', alarm.id]"><lw-alarm-text [alarm]="alarm" /></a>
            <span class="where">
              {{ alarm.object.name }}
              @if (alarm.isCleared) {
                <span class="lw-muted">{{ 'alarms.cleared' | transloco }}</span>
              }
            </span>
          </span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      gap: 8px;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 84px minmax(0, 1fr);
      gap: 10px;
    }
    .where {
      display: block;
      overflow-wrap: anywhere;
    }
  `,
})
export class AlarmLinks {
  readonly alarms = input.required<readonly AlarmView[]>();
}

import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { FaultStoryLine } from '@linewatch/shared';
import { CodeTables } from '../../core/codes/code-tables';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';

/** What happened to a fault, oldest first, with what it was seen by and what both sides wrote. */
@Component({
  selector: 'lw-fault-story',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <ol>
      @for (line of story(); track line.id) {
        <li [class]="'is-' + line.kind">
          <time class="lw-muted" [attr.datetime]="line.at">{{
            line.at | lwInstant: locale.language() : locale.zone() : 'second'
          }}</time>
          <div class="said">
            <strong>{{ 'faultStory.' + line.kind | transloco: { side: line.side ?? 'none' } }}</strong>
            @if (line.by; as by) {
              <span class="lw-muted">{{ line.byName ?? ('faults.by.' + by | transloco) }}</span>
            }
            @if (line.text; as text) {
              <p class="note">{{ text }}</p>
            }
            @if (line.evidence; as evidence) {
              <span class="lw-muted small">{{
                'faults.seenBy' | transloco: { how: codes.name('evidence', evidence) }
              }}</span>
            }
          </div>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 190px minmax(0, 1fr);
      gap: 2px 18px;
      padding: 8px 0 8px 16px;
      border-left: 2px solid var(--lw-line);
      position: relative;
    }
    li::before {
      content: '';
      position: absolute;
      left: -6px;
      top: 14px;
      width: 10px;
      height: 10px;
      border-radius: 50%;
      background: var(--lw-muted);
    }
    li.is-CONFIRMED::before,
    li.is-CAME_BACK::before {
      background: var(--lw-down);
    }
    li.is-RESTORED::before,
    li.is-CLEARED::before {
      background: var(--lw-up);
    }
    li.is-TAKEN_UP::before,
    li.is-NOTE::before {
      background: var(--mat-sys-primary);
    }
    .said {
      display: grid;
      gap: 2px;
      justify-items: start;
      overflow-wrap: anywhere;
    }
    .note {
      padding: 8px 12px;
      border-radius: 8px;
      background: var(--mat-sys-surface-container-high);
      white-space: pre-line;
    }
    .small {
      font-size: 12px;
    }
    @media (max-width: 800px) {
      li {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class FaultStory {
  readonly story = input.required<readonly FaultStoryLine[]>();

  protected readonly locale = inject(Locale);
  protected readonly codes = inject(CodeTables);
}

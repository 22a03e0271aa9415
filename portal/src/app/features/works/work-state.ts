import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { MaintenanceWindowState, WorkFlag } from '@linewatch/shared';

/** How far a work is, and what about it needs somebody's eye. */
@Component({
  selector: 'lw-work-state',
  imports: [TranslocoPipe],
  template: `
    <span class="state" [class.running]="state() === 'inProgress'" [class.off]="state() === 'cancelled'">{{
      'workState.' + state() | transloco
    }}</span>
    @for (flag of flags(); track flag) {
      <span class="flag">{{ 'workFlag.' + flag | transloco }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 4px;
    }
    .state,
    .flag {
      padding: 1px 8px;
      border: 1px solid var(--lw-line);
      border-radius: 10px;
      white-space: nowrap;
    }
    .running {
      border-color: var(--mat-sys-primary);
      font-weight: 600;
    }
    .off {
      text-decoration: line-through;
      color: var(--lw-muted);
    }
    .flag {
      border-color: var(--mat-sys-error);
      color: var(--mat-sys-error);
    }
  `,
})
export class WorkState {
  readonly state = input.required<MaintenanceWindowState>();
  readonly flags = input<readonly WorkFlag[]>([]);
}

import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { AlarmView } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { Severity } from '../../ui/severity/severity';
import type { ConsoleRow } from './alarm-console';
import { AlarmText } from './alarm-text';

/** The rows of the console, with what lies under those that are open. */
@Component({
  selector: 'lw-alarm-table',
  imports: [AlarmText, DurationPipe, InstantPipe, RouterLink, Severity, TranslocoPipe],
  templateUrl: './alarm-table.html',
  styleUrl: './alarm-table.css',
})
export class AlarmTable {
  readonly rows = input.required<readonly ConsoleRow[]>();
  /** ms; the ages tick by it. */
  readonly now = input.required<number>();
  /** The row that keys act on. */
  readonly current = input.required<string | undefined>();
  readonly marked = input.required<ReadonlySet<string>>();
  readonly open = input.required<ReadonlySet<string>>();
  readonly entered = output<string>();
  readonly mark = output<{ readonly id: string; readonly isMarked: boolean }>();
  readonly markAll = output<boolean>();
  readonly toggleTree = output<string>();

  protected readonly locale = inject(Locale);

  protected customersOf({ circuits }: AlarmView): string {
    const names = circuits.map(({ customer }) => this.locale.pick(customer.nameZh, customer.nameEn));
    return [...new Set(names)].join(this.locale.language() === 'en' ? ', ' : '、');
  }

  protected ageOf({ raisedAt, clearedAt }: AlarmView): number {
    return (clearedAt === null ? this.now() : Date.parse(clearedAt)) - Date.parse(raisedAt);
  }
}

import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { Severity } from '../../ui/severity/severity';
import type { ConsoleRow } from './alarm-console';
import { AlarmText } from './alarm-text';

/** One alarm in the console. */
@Component({
  selector: 'tr[lwAlarmRow]',
  imports: [AlarmText, DurationPipe, InstantPipe, RouterLink, Severity, TranslocoPipe],
  host: {
    '[class.is-current]': 'isCurrent()',
    '[class.is-child]': 'row().depth === 1',
    '[class.is-over]': 'row().isGone || row().alarm.isCleared',
    '[class.is-critical]': 'row().alarm.severity === "critical" && !row().alarm.isCleared',
  },
  templateUrl: './alarm-row.html',
  styleUrl: './alarm-row.css',
})
export class AlarmRow {
  readonly row = input.required<ConsoleRow>();
  /** ms; the age ticks by it. */
  readonly now = input.required<number>();
  readonly isCurrent = input.required<boolean>();
  readonly isMarked = input.required<boolean>();
  readonly isOpen = input.required<boolean>();
  readonly mark = output<boolean>();
  readonly toggleTree = output();

  protected readonly locale = inject(Locale);
  protected readonly alarm = computed(() => this.row().alarm);
  protected readonly customers = computed(() => {
    const names = this.alarm().circuits.map(({ customer }) => this.locale.pick(customer.nameZh, customer.nameEn));
    return [...new Set(names)].join(this.locale.language() === 'en' ? ', ' : '、');
  });
  protected readonly age = computed(() => {
    const { raisedAt, clearedAt } = this.alarm();
    return (clearedAt === null ? this.now() : Date.parse(clearedAt)) - Date.parse(raisedAt);
  });
}

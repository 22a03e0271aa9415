import { HttpClient } from '@angular/common/http';
import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { CalendarDay, WorkingCalendarForm, WorkingCalendarView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { type Failure, toFailure } from '../../../core/http/failure';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const NEW_DAY: CalendarDay = { day: '', isWorked: false, name: '' };

/** A working calendar: its hours, its holidays and the days that are worked instead, to read and to change. */
@Component({
  selector: 'lw-calendar-card',
  imports: [TranslocoPipe],
  templateUrl: './calendar-card.html',
  styleUrl: './norms-page.css',
})
export class CalendarCard {
  readonly calendar = input.required<WorkingCalendarView>();
  /** The calendars are others now and want to be read again. */
  readonly changed = output();

  protected readonly session = inject(Session);
  private readonly http = inject(HttpClient);

  protected readonly weekdays = WEEKDAYS;
  /** The calendar as it is being changed; its version is the one that was seen. */
  protected readonly draft = signal<WorkingCalendarForm | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly isSaved = signal(false);

  protected edit(): void {
    const { name, timeZone, dayFrom, dayTo, workdays, source, days, version } = this.calendar();
    this.refusal.set(undefined);
    this.isSaved.set(false);
    this.draft.set({ name, timeZone, dayFrom, dayTo, workdays, source, days, version });
  }

  protected change(change: Partial<WorkingCalendarForm>): void {
    this.draft.update((draft) => (draft === undefined ? draft : { ...draft, ...change }));
  }

  protected tick(weekday: number, isWorked: boolean): void {
    const others = (this.draft()?.workdays ?? []).filter((each) => each !== weekday);
    this.change({ workdays: isWorked ? [...others, weekday].toSorted((one, other) => one - other) : others });
  }

  protected addDay(): void {
    this.change({ days: [...(this.draft()?.days ?? []), NEW_DAY] });
  }

  protected changeDay(at: number, change: Partial<CalendarDay>): void {
    const days = (this.draft()?.days ?? []).map((day, index) => (index === at ? { ...day, ...change } : day));
    this.change({ days });
  }

  protected dropDay(at: number): void {
    this.change({ days: (this.draft()?.days ?? []).filter((_, index) => index !== at) });
  }

  protected isWrong(field: string): boolean {
    return this.refusal()?.fields.some((each) => each.field === field || each.field.startsWith(`${field}.`)) ?? false;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    if (draft === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const days = draft.days.toSorted((one, other) => one.day.localeCompare(other.day));
    try {
      await firstValueFrom(this.http.put(`/api/v1/working-calendars/${this.calendar().id}`, { ...draft, days }));
      this.draft.set(undefined);
      this.isSaved.set(true);
      this.changed.emit();
    } catch (error) {
      const failure = toFailure(error);
      this.refusal.set(failure);
      // What somebody else did meanwhile has to be seen before it is done over.
      if (failure.code === 'edit.conflict') this.changed.emit();
    } finally {
      this.isBusy.set(false);
    }
  }
}

import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Locale } from '../../../core/i18n/locale';
import { fromLocalText, toLocalText } from '../../../ui/range/local-time';

/** Chooses an instant of the past, steps on from it, and goes back to the present. */
@Component({
  selector: 'lw-then-form',
  imports: [TranslocoPipe],
  template: `
    <form class="lw-screen-only" (submit)="go($event, moment.value)">
      <label for="then">{{ 'then.label' | transloco }}</label>
      <input #moment id="then" class="lw-field" type="datetime-local" [value]="text()" />
      <button type="submit" class="lw-button">{{ 'then.go' | transloco }}</button>
      @if (at() !== undefined) {
        <button type="button" class="lw-button" (click)="step(-300000)">{{ 'then.earlier' | transloco }}</button>
        <button type="button" class="lw-button" (click)="step(300000)">{{ 'then.later' | transloco }}</button>
        <button type="button" class="lw-button" (click)="look.emit(undefined)">{{ 'then.back' | transloco }}</button>
      }
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 12px;
      align-items: center;
    }
    label {
      color: var(--lw-muted);
      font-size: 12px;
    }
  `,
})
export class ThenForm {
  /** The instant, ms; undefined while nobody looks back. */
  readonly at = input.required<number | undefined>();
  /** ms. */
  readonly now = input.required<number>();
  /** Somebody wants to see another instant; undefined: the present. */
  readonly look = output<number | undefined>();

  private readonly locale = inject(Locale);
  protected readonly text = computed(() => toLocalText(this.at() ?? this.now(), this.locale.zone()));

  protected go(event: Event, text: string): void {
    event.preventDefault();
    const at = fromLocalText(text, this.locale.zone());
    if (at !== undefined) this.look.emit(Math.min(at, this.now()));
  }

  protected step(byMs: number): void {
    const at = this.at();
    if (at !== undefined) this.look.emit(Math.min(this.now(), Math.max(0, at + byMs)));
  }
}

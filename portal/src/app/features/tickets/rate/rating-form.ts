import { Component, computed, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { RatedStep, RatingForm as Rating } from '@linewatch/shared';
import { Stars } from '../../../ui/stars/stars';

/** How the customer found each step of a ticket; what is left open is not rated. */
@Component({
  selector: 'lw-rating-form',
  imports: [Stars, TranslocoPipe],
  template: `
    <form (submit)="send($event, comment.value)">
      @for (step of steps(); track step) {
        <lw-stars
          [name]="'rate-' + step"
          [label]="'ratedStep.' + step | transloco"
          [value]="scores().get(step)"
          (valueChange)="set(step, $event)"
        />
      }
      <label for="rate-comment">{{ 'rate.comment' | transloco }}</label>
      <textarea #comment id="rate-comment" class="lw-field" rows="2" maxlength="1000"></textarea>
      <button type="submit" class="lw-button" [disabled]="isBusy() || scores().size === 0">
        {{ 'rate.send' | transloco }}
      </button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 8px;
      justify-items: start;
    }
    textarea {
      width: 100%;
      max-width: 560px;
    }
    label {
      font-weight: 600;
    }
  `,
})
export class RatingForm {
  readonly steps = input.required<readonly RatedStep[]>();
  readonly isBusy = input(false);
  /** What was said of the steps before. */
  readonly given = input<readonly { step: RatedStep; score: number }[]>([]);
  readonly rated = output<Rating>();

  private readonly chosen = signal<ReadonlyMap<RatedStep, number>>(new Map());
  protected readonly scores = computed(
    () => new Map([...this.given().map(({ step, score }) => [step, score] as const), ...this.chosen()]),
  );

  protected set(step: RatedStep, score: number | undefined): void {
    if (score !== undefined) this.chosen.update((chosen) => new Map([...chosen, [step, score]]));
  }

  protected send(event: Event, comment: string): void {
    event.preventDefault();
    const scores = [...this.scores()].map(([step, score]) => ({ step, score }));
    if (scores.length > 0) this.rated.emit({ scores, comment: comment.trim() === '' ? null : comment.trim() });
  }
}

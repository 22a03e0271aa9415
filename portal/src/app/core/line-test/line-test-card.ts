import { HttpClient } from '@angular/common/http';
import { Component, effect, inject, input, output, signal, untracked } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { LineTestView, POWER_ANSWERS, type PowerAnswer } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Icon } from '../../ui/icon/icon';
import { answerOf } from '../http/answer';
import { type FailureCode, toFailure } from '../http/failure';
import { LineTestResult } from './line-test-result';

const readTest = answerOf(LineTestView);

/** Asks about the power at the person's end, tests the line and shows what came of it. */
@Component({
  selector: 'lw-line-test-card',
  imports: [Icon, LineTestResult, TranslocoPipe],
  templateUrl: './line-test-card.html',
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      margin-bottom: 4px;
    }
    label {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      min-height: 24px;
    }
    .lw-button {
      justify-self: start;
    }
    .refused {
      padding: 8px 12px;
      border-left: 4px solid var(--lw-down);
    }
  `,
})
export class LineTestCard {
  readonly circuitId = input.required<string>();
  /** A test was begun, by its id. */
  readonly tested = output<string>();

  private readonly http = inject(HttpClient);

  protected readonly answers = POWER_ANSWERS;
  protected readonly hasPower = signal<PowerAnswer>('unknown');
  protected readonly testId = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    effect(() => {
      this.circuitId();
      untracked(() => {
        // What was tested is another line than the one that is shown now.
        this.testId.set(undefined);
        this.refusal.set(undefined);
      });
    });
  }

  protected async begin(): Promise<void> {
    if (this.isBusy()) return;
    const circuitId = this.circuitId();
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const path = `/api/v1/circuits/${encodeURIComponent(circuitId)}/line-tests`;
      const { id } = readTest(await firstValueFrom(this.http.post(path, { hasPower: this.hasPower() })));
      if (circuitId !== this.circuitId()) return;
      this.testId.set(id);
      this.tested.emit(id);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}

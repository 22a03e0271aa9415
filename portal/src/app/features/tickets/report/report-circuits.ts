import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CircuitPage, type CircuitRow } from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Status } from '../../../ui/status/status';

/** More than fits a glance: who has more lines than that types a word of the name. */
const SHOWN = 8;
const TYPING_PAUSE_MS = 250;

/** Chooses the lines that a report is about, those in trouble first. */
@Component({
  selector: 'lw-report-circuits',
  imports: [FailureNotice, Status, TranslocoPipe],
  template: `
    <label for="circuit-search">{{ 'report.search' | transloco }}</label>
    <input
      #box
      id="circuit-search"
      class="lw-field"
      type="search"
      maxlength="80"
      autocomplete="off"
      (input)="type(box.value)"
    />
    @if (failure(); as failed) {
      <lw-failure [failure]="failed" (retry)="found.reload()" />
    }
    <ul [attr.aria-label]="'report.circuits' | transloco">
      @for (circuit of offered(); track circuit.id) {
        <li>
          <label>
            <input type="checkbox" [checked]="isChosen(circuit)" (change)="toggled.emit(circuit)" />
            <lw-status [status]="circuit.status" />
            <span class="name">
              <strong>{{ circuit.alias ?? circuit.name }}</strong>
              <span class="lw-code">{{ circuit.code }}</span>
            </span>
            <span class="lw-muted ends">
              {{ locale.pick(circuit.aSiteZh, circuit.aSiteEn) }} – {{ locale.pick(circuit.zSiteZh, circuit.zSiteEn) }}
            </span>
          </label>
        </li>
      } @empty {
        @if (found.hasValue()) {
          <li class="lw-muted">{{ 'report.noCircuit' | transloco }}</li>
        }
      }
    </ul>
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
    }
    :host > label {
      font-weight: 600;
    }
    .lw-field {
      max-width: 360px;
    }
    ul {
      display: grid;
      gap: 2px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li label {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 12px;
      min-height: 40px;
      padding: 4px 8px;
      border-radius: 6px;
      cursor: pointer;
    }
    li label:hover {
      background: var(--mat-sys-surface-container-high);
    }
    .name {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 0 8px;
      align-items: baseline;
    }
  `,
})
export class ReportCircuits {
  readonly chosen = input.required<readonly { id: string }[]>();
  readonly toggled = output<CircuitRow>();

  protected readonly locale = inject(Locale);
  private readonly q = signal('');
  private typing: ReturnType<typeof setTimeout> | undefined;
  protected readonly found = httpResource(
    () => ({
      url: '/api/v1/circuits',
      params: { limit: SHOWN, sort: 'worst', ...(this.q() !== '' && { q: this.q() }) },
    }),
    { parse: answerOf(CircuitPage) },
  );
  protected readonly failure = computed(() => {
    const error = this.found.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly offered = computed(() => (this.found.hasValue() ? this.found.value().items : []));

  protected isChosen({ id }: CircuitRow): boolean {
    return this.chosen().some((each) => each.id === id);
  }

  protected type(q: string): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.q.set(q.trim());
    }, TYPING_PAUSE_MS);
  }
}

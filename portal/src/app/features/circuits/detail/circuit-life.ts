import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  ACTIONS_WITH_REASON,
  actionsFor,
  ALIAS_MAX_LENGTH,
  CIRCUIT_LIFE,
  CIRCUIT_STATES,
  type CircuitAction,
  CircuitSteps,
  type CircuitView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { CodeTables } from '../../../core/codes/code-tables';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** The customer's own word for a circuit, the steps of its life, and, for whoever may draw them, the arrows from here. */
@Component({
  selector: 'lw-circuit-life',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './circuit-life.html',
  styleUrl: './circuit-life.css',
})
export class CircuitLife {
  readonly circuit = input.required<CircuitView>();
  /** The circuit is another one now and wants to be read again. */
  readonly changed = output();

  protected readonly session = inject(Session);
  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);

  protected readonly longest = ALIAS_MAX_LENGTH;
  private readonly path = computed(() => `/api/v1/circuits/${encodeURIComponent(this.circuit().id)}`);
  protected readonly steps = httpResource(() => `${this.path()}/steps`, { parse: answerOf(CircuitSteps) });
  protected readonly actions = computed<CircuitAction[]>(() => {
    const state = CIRCUIT_STATES.find((known) => known === this.circuit().state);
    const role = this.session.view()?.role;
    if (state === undefined || role === undefined || !this.session.may('circuits:manage')) return [];
    return actionsFor(CIRCUIT_LIFE, state, role);
  });
  /** The arrow that was pressed and waits for its confirmation. */
  protected readonly asked = signal<CircuitAction | undefined>(undefined);
  protected readonly wantsReason = computed(() => ACTIONS_WITH_REASON.includes(this.asked() ?? ''));
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSaved = signal(false);

  protected async saveAlias(event: Event, alias: string): Promise<void> {
    event.preventDefault();
    this.isSaved.set(await this.send('alias', { alias }));
  }

  protected async confirm(event: Event, reason: string): Promise<void> {
    event.preventDefault();
    const action = this.asked();
    if (action !== undefined && (await this.send('steps', { action, reason }))) this.asked.set(undefined);
  }

  /** @returns whether it was done */
  private async send(what: 'alias' | 'steps', wish: object): Promise<boolean> {
    if (this.isBusy()) return false;
    this.isBusy.set(true);
    this.isSaved.set(false);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`${this.path()}/${what}`, { ...wish, version: this.circuit().version }));
      this.steps.reload();
      this.changed.emit();
      return true;
    } catch (error) {
      const { code } = toFailure(error);
      this.refusal.set(code);
      // What somebody else did meanwhile has to be seen before it is done over.
      if (code === 'edit.conflict') this.changed.emit();
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }
}

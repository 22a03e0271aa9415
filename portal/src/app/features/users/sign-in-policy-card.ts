import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { SignInPolicy } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { SessionLimits } from './session-limits';

const URL = '/api/v1/sign-in-policy';

/** Whether everybody of a customer needs a second factor, and how long their sessions last. */
@Component({
  selector: 'lw-sign-in-policy-card',
  imports: [SessionLimits, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="policy-heading">
      <h2 id="policy-heading">{{ 'policy.heading' | transloco }}</h2>
      <label class="tick">
        <input
          #box
          type="checkbox"
          [checked]="policy.hasValue() && policy.value().requireTotp"
          [disabled]="!policy.hasValue()"
          (change)="choose({ requireTotp: box.checked })"
        />
        {{ 'policy.requireTotp' | transloco }}
      </label>
      <p class="lw-muted">{{ 'policy.consequence' | transloco }}</p>
      @if (policy.hasValue()) {
        <lw-session-limits [limits]="policy.value()" (chosen)="choose($event)" />
        <p class="lw-muted">{{ 'policy.sessionConsequence' | transloco }}</p>
      }
      @if (refusal(); as failure) {
        <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
    </section>
  `,
  styles: `
    .tick {
      display: flex;
      gap: 8px;
      align-items: center;
      min-height: 32px;
    }
  `,
  styleUrl: '../../ui/form/form.css',
})
export class SignInPolicyCard {
  /** Whose people, for those who reach several; absent: one's own. */
  readonly customer = input<string>();

  private readonly http = inject(HttpClient);
  private readonly params = computed(() => {
    const customer = this.customer();
    return customer === undefined ? {} : { customer };
  });
  protected readonly policy = httpResource(() => ({ url: URL, params: this.params() }), {
    parse: answerOf(SignInPolicy),
  });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected async choose(change: Partial<SignInPolicy>): Promise<void> {
    if (!this.policy.hasValue()) return;
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.put(URL, { ...this.policy.value(), ...change }, { params: this.params() }));
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
    this.policy.reload();
  }
}

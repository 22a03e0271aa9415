import { HttpClient, httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { SignInPolicy } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';

const URL = '/api/v1/sign-in-policy';

/** Whether everybody of the customer needs a second factor. */
@Component({
  selector: 'lw-factor-policy-switch',
  imports: [TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="policy-heading">
      <h2 id="policy-heading">{{ 'policy.heading' | transloco }}</h2>
      <label class="tick">
        <input
          #box
          type="checkbox"
          [checked]="policy.hasValue() && policy.value().requireTotp"
          [disabled]="!policy.hasValue()"
          (change)="choose(box.checked)"
        />
        {{ 'policy.requireTotp' | transloco }}
      </label>
      <p class="lw-muted">{{ 'policy.consequence' | transloco }}</p>
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
export class FactorPolicySwitch {
  private readonly http = inject(HttpClient);
  protected readonly policy = httpResource(() => URL, { parse: answerOf(SignInPolicy) });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected async choose(requireTotp: boolean): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.put(URL, { requireTotp }));
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
    this.policy.reload();
  }
}

import { HttpClient, httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { StaffSignInPolicy } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { SessionLimits } from '../session-limits';

const URL = '/api/v1/sign-in-policy/staff';

/** How long the sessions of the operator's people last. */
@Component({
  selector: 'lw-staff-sessions-card',
  imports: [SessionLimits, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="staff-sessions-heading">
      <h2 id="staff-sessions-heading">{{ 'policy.staffHeading' | transloco }}</h2>
      @if (policy.hasValue()) {
        <lw-session-limits [limits]="policy.value()" (chosen)="choose($event)" />
      }
      <p class="lw-muted">{{ 'policy.sessionConsequence' | transloco }}</p>
      @if (refusal(); as failure) {
        <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
    </section>
  `,
  styleUrl: '../../../ui/form/form.css',
})
export class StaffSessionsCard {
  private readonly http = inject(HttpClient);
  protected readonly policy = httpResource(() => URL, { parse: answerOf(StaffSignInPolicy) });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected async choose(change: Partial<StaffSignInPolicy>): Promise<void> {
    if (!this.policy.hasValue()) return;
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.put(URL, { ...this.policy.value(), ...change }));
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
    this.policy.reload();
  }
}

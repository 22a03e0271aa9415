import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AccountView, ProviderBegun, ProviderChoices } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';

const readBegun = answerOf(ProviderBegun);

/** The services at which the person may sign in beside their password, and which of them know this account. */
@Component({
  selector: 'lw-ways-in-section',
  imports: [TranslocoPipe],
  template: `
    @if (ways().length > 0) {
      <section class="lw-card" aria-labelledby="ways-in-heading">
        <h2 id="ways-in-heading">{{ 'provider.own' | transloco }}</h2>
        <p class="lw-muted">{{ 'provider.ownHint' | transloco }}</p>
        @if (refusal(); as failed) {
          <p class="refused" role="alert">{{ 'error.' + failed.code | transloco }}</p>
        }
        @for (way of ways(); track way.id) {
          <div class="acts">
            <strong>{{ way.name }}</strong>
            @if (way.isLinked) {
              <span>{{ 'provider.isLinked' | transloco }}</span>
              @if (unlinking() === way.id) {
                <button type="button" class="lw-button" (click)="unlink(way.id)">
                  {{ 'provider.unlinkSure' | transloco }}<span class="lw-hidden"> {{ way.name }}</span>
                </button>
                <button type="button" class="lw-button" (click)="unlinking.set(undefined)">
                  {{ 'users.cancel' | transloco }}
                </button>
              } @else {
                <button type="button" class="lw-button" (click)="unlinking.set(way.id)">
                  {{ 'provider.unlink' | transloco }}<span class="lw-hidden"> {{ way.name }}</span>
                </button>
              }
            } @else {
              <button type="button" class="lw-button" (click)="link(way.id)">
                {{ 'provider.link' | transloco }}<span class="lw-hidden"> {{ way.name }}</span>
              </button>
            }
          </div>
        }
      </section>
    }
  `,
  styleUrl: '../../ui/form/form.css',
})
export class WaysInSection {
  readonly account = input.required<AccountView>();
  readonly changed = output();

  private readonly http = inject(HttpClient);
  private readonly document = inject(DOCUMENT);
  private readonly offered = httpResource(
    () => ({ url: '/api/v1/sign-in/providers', params: { email: this.account().email } }),
    { parse: answerOf(ProviderChoices) },
  );
  protected readonly ways = computed(() => {
    const { linkedProviders } = this.account();
    const linked = linkedProviders.map((each) => ({ ...each, isLinked: true }));
    const others = (this.offered.hasValue() ? this.offered.value().items : [])
      .filter(({ id }) => !linkedProviders.some((each) => each.id === id))
      .map((each) => ({ ...each, isLinked: false }));
    return [...linked, ...others];
  });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  /** The service that the person is about to be unlinked from. */
  protected readonly unlinking = signal<string | undefined>(undefined);

  /** Goes to the service; it leads back to this page. */
  protected async link(id: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      const { url } = readBegun(await firstValueFrom(this.http.post(`/api/v1/sign-in/providers/${id}/link`, {})));
      this.document.location.assign(url);
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }

  protected async unlink(id: string): Promise<void> {
    this.refusal.set(undefined);
    this.unlinking.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`/api/v1/account/linked-providers/${id}`));
      this.changed.emit();
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}

import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { email, form, FormRoot, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { type Failure, toFailure } from '../../core/http/failure';
import { TextField } from '../../ui/form/text-field';
import { Doorstep } from '../../core/doorstep/doorstep';

/** Asks for a link to a new password. What it says does not tell whether anybody has the address. */
@Component({
  selector: 'lw-forgotten-page',
  imports: [Doorstep, FormRoot, MatButton, RouterLink, TextField, TranslocoPipe],
  template: `
    <lw-doorstep [heading]="'reset.forgotten' | transloco">
      @if (isSent()) {
        <p class="done" role="status">{{ 'reset.sent' | transloco }}</p>
      } @else {
        <p>{{ 'reset.intro' | transloco }}</p>
        <form [formRoot]="wish">
          <lw-text-field
            name="email"
            type="email"
            autocomplete="username"
            [label]="'session.email' | transloco"
            [field]="wish.email"
          />
          @if (refusal(); as failure) {
            <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
          }
          <button matButton="filled" class="go" type="submit" [disabled]="wish().submitting()">
            {{ 'reset.send' | transloco }}
          </button>
        </form>
      }
      <a routerLink="/sign-in">{{ 'reset.back' | transloco }}</a>
    </lw-doorstep>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class ForgottenPage {
  private readonly http = inject(HttpClient);
  private readonly model = signal({ email: '' });
  protected readonly isSent = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly wish = form(
    this.model,
    (path) => {
      required(path.email);
      email(path.email);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post('/api/v1/password-reset', { email: this.model().email.trim() }));
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    this.isSent.set(true);
  }
}

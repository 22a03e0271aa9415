import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import type { AccessChoices, UserAccess, UserView } from '@linewatch/shared';
import { type Failure, toFailure } from '../../core/http/failure';
import { AccessFields } from './access-fields';
import { UsersStore } from './users-store';

/** Changes the role and reach of somebody. */
@Component({
  selector: 'lw-access-form',
  imports: [AccessFields, MatButton, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="access-heading">
      <h2 id="access-heading">{{ 'users.changeOf' | transloco: { name: user().name } }}</h2>
      <p class="lw-muted">{{ 'users.changeEnds' | transloco }}</p>
      <lw-access-fields [choices]="choices()" [(access)]="access" />
      @if (refusal(); as failure) {
        <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
      <div class="acts">
        <button matButton="filled" type="button" [disabled]="isSaving()" (click)="save()">
          {{ 'account.save' | transloco }}
        </button>
        <button matButton type="button" (click)="closed.emit()">{{ 'users.cancel' | transloco }}</button>
      </div>
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class AccessForm {
  readonly user = input.required<UserView>();
  readonly choices = input.required<AccessChoices>();
  readonly closed = output();

  private readonly store = inject(UsersStore);
  protected readonly access = linkedSignal<UserAccess>(() => accessOf(this.user()));
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly isSaving = signal(false);

  protected async save(): Promise<void> {
    this.refusal.set(undefined);
    this.isSaving.set(true);
    try {
      await this.store.changeAccess(this.user(), this.access());
      this.closed.emit();
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isSaving.set(false);
    }
  }
}

function accessOf({ access: [first] }: UserView): UserAccess {
  if (first === undefined || first.role === 'COLLECTOR') {
    return { role: 'CUSTOMER_VIEWER', customerIds: [], siteIds: [] };
  }
  return {
    role: first.role,
    customerIds: first.customers.map(({ id }) => id),
    siteIds: first.sites.map(({ id }) => id),
  };
}

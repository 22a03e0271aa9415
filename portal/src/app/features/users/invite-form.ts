import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import {
  email,
  form,
  FormField,
  FormRoot,
  maxLength,
  required,
  type TreeValidationResult,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AccessChoices, Language, type UserAccess } from '@linewatch/shared';
import { type Failure, toFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { TextField } from '../../ui/form/text-field';
import { AccessFields } from './access-fields';
import { UsersStore } from './users-store';

/** Invites somebody by mail. */
@Component({
  selector: 'lw-invite-form',
  imports: [AccessFields, FormField, FormRoot, MatButton, TextField, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="invite-heading">
      <h2 id="invite-heading">{{ 'users.invite' | transloco }}</h2>
      <form [formRoot]="person">
        <lw-text-field
          name="invite-name"
          type="text"
          autocomplete="off"
          [label]="'session.name' | transloco"
          [field]="person.name"
        />
        <lw-text-field
          name="invite-email"
          type="email"
          autocomplete="off"
          [label]="'session.email' | transloco"
          [hint]="'users.inviteHint' | transloco"
          [field]="person.email"
        />
        <div class="choice">
          <label for="invite-language">{{ 'users.language' | transloco }}</label>
          <select id="invite-language" class="lw-field" [formField]="person.language">
            <option value="zh-CN" lang="zh-CN">中文</option>
            <option value="en" lang="en">English</option>
          </select>
        </div>
        <lw-access-fields [choices]="choices()" [(access)]="access" />
        @if (refusal(); as failure) {
          <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
        }
        <div class="acts">
          <button matButton="filled" type="submit" [disabled]="person().submitting()">
            {{ 'users.send' | transloco }}
          </button>
          <button matButton type="button" (click)="closed.emit()">{{ 'users.cancel' | transloco }}</button>
        </div>
      </form>
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class InviteForm {
  readonly choices = input.required<AccessChoices>();
  readonly closed = output();

  private readonly store = inject(UsersStore);
  private readonly model = signal({ name: '', email: '', language: 'zh-CN' });
  protected readonly access = linkedSignal<UserAccess>(() => firstAccess(this.choices()));
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly person = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
      required(path.email);
      email(path.email);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { name, email: address, language } = this.model();
    const person = { name: name.trim(), email: address.trim(), language: Language.parse(language) };
    try {
      await this.store.invite({ ...person, ...this.access() });
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, { name: this.person.name, email: this.person.email });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    this.closed.emit();
    return undefined;
  }
}

/** The least role for all that the person reaches, where that is one customer. */
function firstAccess({ customers }: AccessChoices): UserAccess {
  const [only, second] = customers;
  const customerIds = only === undefined || second !== undefined ? [] : [only.id];
  return { role: 'CUSTOMER_VIEWER', customerIds, siteIds: [] };
}

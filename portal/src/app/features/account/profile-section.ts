import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { type AccountView, Language as LanguageCode } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { Language } from '../../core/i18n/language';
import { TextField } from '../../ui/form/text-field';
import { AccountStore } from './account-store';

/** Name, language and time zone: kept by the server, so that they are the same in every browser. */
@Component({
  selector: 'lw-profile-section',
  imports: [FormField, FormRoot, MatButton, TextField, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="profile-heading">
      <h2 id="profile-heading">{{ 'account.profile' | transloco }}</h2>
      <p class="lw-muted">{{ account().email }}</p>
      <form [formRoot]="profile">
        <lw-text-field
          name="name"
          type="text"
          autocomplete="name"
          [label]="'session.name' | transloco"
          [field]="profile.name"
        />
        <div class="choice">
          <label for="language">{{ 'shell.language' | transloco }}</label>
          <select id="language" class="lw-field" [formField]="profile.language">
            <option value="zh-CN" lang="zh-CN">中文</option>
            <option value="en" lang="en">English</option>
          </select>
        </div>
        <div class="choice">
          <label for="zone">{{ 'account.timeZone' | transloco }}</label>
          <select id="zone" class="lw-field" [formField]="profile.timeZone">
            @for (zone of zones; track zone) {
              <option [value]="zone">{{ zone }}</option>
            }
          </select>
        </div>
        @if (refusal(); as failure) {
          <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
        }
        @if (isSaved()) {
          <p class="done" role="status">{{ 'account.saved' | transloco }}</p>
        }
        <button matButton="filled" class="go" type="submit" [disabled]="profile().submitting()">
          {{ 'account.save' | transloco }}
        </button>
      </form>
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class ProfileSection {
  readonly account = input.required<AccountView>();

  private readonly store = inject(AccountStore);
  private readonly session = inject(Session);
  private readonly language = inject(Language);
  protected readonly zones = zonesOf();
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly isSaved = signal(false);
  private readonly model = linkedSignal<{ name: string; language: string; timeZone: string }>(() => {
    const { name, language, timeZone } = this.account();
    return { name, language, timeZone };
  });

  protected readonly profile = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
    },
    { submission: { action: async () => this.save() } },
  );

  private async save(): Promise<void> {
    this.refusal.set(undefined);
    this.isSaved.set(false);
    const { name, language: chosen, timeZone } = this.model();
    const language = LanguageCode.parse(chosen);
    try {
      await this.store.change({ name: name.trim(), language, timeZone });
      await this.language.choose(language);
      await this.session.refresh();
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    this.isSaved.set(true);
  }
}

/** The zones that this browser knows; UTC is in none of the lists by that name. */
function zonesOf(): readonly string[] {
  return [...new Set(['Asia/Shanghai', 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

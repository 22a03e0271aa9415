import { HttpClient } from '@angular/common/http';
import { Component, inject, output, signal } from '@angular/core';
import { form, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Created } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { TextField } from '../../../ui/form/text-field';
import { FieldProblems } from './field-problems';

const readCreated = answerOf(Created);

/** A new rhythm of asking; patience and the rest as they are usual. */
@Component({
  selector: 'lw-new-profile',
  imports: [FieldProblems, FormRoot, TextField, TranslocoPipe],
  template: `
    <form [formRoot]="profile">
      <lw-text-field
        name="profile-name"
        autocomplete="off"
        [label]="'newDevice.profileName' | transloco"
        [field]="profile.name"
      />
      <lw-text-field
        name="interval"
        autocomplete="off"
        [label]="'newDevice.intervalS' | transloco"
        [field]="profile.intervalS"
      />
      @if (refusal(); as failure) {
        <lw-field-problems [failure]="failure" nameLabel="profileName" />
      }
      <button class="lw-button" type="submit" [disabled]="profile().submitting()">
        {{ 'newDevice.create' | transloco }}
      </button>
    </form>
  `,
  styleUrl: './new-device.css',
})
export class NewProfile {
  /** Id and name of what was made. */
  readonly created = output<{ id: string; name: string }>();

  private readonly http = inject(HttpClient);
  private readonly model = signal({ name: '', intervalS: '60' });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly profile = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
      pattern(path.intervalS, /^\s*\d{1,4}\s*$/);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    const body = { name: this.model().name.trim(), intervalS: Number(this.model().intervalS) };
    try {
      const { id } = readCreated(await firstValueFrom(this.http.post('/api/v1/poll-profiles', body)));
      this.created.emit({ id, name: body.name });
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}

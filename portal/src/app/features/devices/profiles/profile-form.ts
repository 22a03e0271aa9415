import { HttpClient } from '@angular/common/http';
import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Created, type PollProfileView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { TextField } from '../../../ui/form/text-field';
import { FieldProblems } from '../new/field-problems';

const readCreated = answerOf(Created);

/** What every profile says, and the values that are usual. */
const ALWAYS = {
  intervalS: '60',
  discoveryS: '86400',
  timeoutMs: '3000',
  retries: '2',
  backoff: '1.5',
  maxRepetitions: '20',
};
/** What a profile may leave open. */
const AT_WILL = { statusS: '', opticalS: '' };
type AlwaysField = keyof typeof ALWAYS;
type Field = AlwaysField | keyof typeof AT_WILL;
const SHOWN: readonly Field[] = [
  ...(['intervalS', 'statusS', 'opticalS', 'discoveryS'] as const),
  ...(['timeoutMs', 'retries', 'backoff', 'maxRepetitions'] as const),
];
const HINTED: ReadonlySet<Field> = new Set(['statusS', 'opticalS']);

/** A rhythm of asking, new or to be changed: what is read how often, and how patiently. */
@Component({
  selector: 'lw-profile-form',
  imports: [FieldProblems, FormField, FormRoot, TextField, TranslocoPipe],
  template: `
    <form [formRoot]="form">
      <lw-text-field
        name="profile-name"
        autocomplete="off"
        [label]="'newDevice.profileName' | transloco"
        [field]="form.name"
      />
      <div class="numbers">
        @for (field of shown; track field) {
          <lw-text-field
            autocomplete="off"
            [name]="'profile-' + field"
            [label]="'newDevice.' + field | transloco"
            [hint]="hinted.has(field) ? ('newDevice.' + field + 'Hint' | transloco) : undefined"
            [field]="form[field]"
          />
        }
      </div>
      <label class="check"
        ><input type="checkbox" id="profile-countsAllPackets" [formField]="form.countsAllPackets" />
        {{ 'newDevice.countsAllPackets' | transloco }}</label
      >
      @if (refusal(); as failure) {
        <lw-field-problems [failure]="failure" nameLabel="profileName" />
      }
      <button class="lw-button" type="submit" [disabled]="form().submitting()">
        {{ (profile() ? 'newDevice.save' : 'newDevice.create') | transloco }}
      </button>
    </form>
  `,
  styleUrl: '../new/new-device.css',
  styles: `
    .numbers {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
      gap: 14px;
      align-items: start;
    }
  `,
})
export class ProfileForm {
  /** The one to be changed; none: a new one. */
  readonly profile = input<PollProfileView>();
  /** Its id. */
  readonly saved = output<{ id: string }>();

  private readonly http = inject(HttpClient);
  protected readonly shown = SHOWN;
  protected readonly hinted = HINTED;
  protected readonly refusal = signal<Failure | undefined>(undefined);
  private readonly model = linkedSignal(() => drafted(this.profile()));

  protected readonly form = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
      for (const field of Object.keys(ALWAYS) as AlwaysField[]) required(path[field]);
      for (const field of SHOWN) pattern(path[field], field === 'backoff' ? /^\s*\d(\.\d+)?\s*$/ : /^\s*\d{0,6}\s*$/);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    const { name, countsAllPackets, statusS, opticalS, ...numbers } = this.model();
    const orNull = (text: string): number | null => (text.trim() === '' ? null : Number(text));
    const always = Object.fromEntries(Object.entries(numbers).map(([field, text]) => [field, Number(text)]));
    const body = {
      ...{ name: name.trim(), ...always },
      ...{ statusS: orNull(statusS), opticalS: orNull(opticalS), countsAllPackets },
    };
    const present = this.profile();
    try {
      if (present) {
        await firstValueFrom(this.http.patch(`/api/v1/poll-profiles/${present.id}`, body));
        this.saved.emit({ id: present.id });
      } else {
        this.saved.emit(readCreated(await firstValueFrom(this.http.post('/api/v1/poll-profiles', body))));
      }
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}

/** A profile as it is written in the form. */
function drafted(
  profile: PollProfileView | undefined,
): Record<Field, string> & { name: string; countsAllPackets: boolean } {
  if (profile === undefined) return { name: '', countsAllPackets: false, ...ALWAYS, ...AT_WILL };
  const { name, countsAllPackets } = profile;
  const texts = SHOWN.map((field) => [field, profile[field] === null ? '' : String(profile[field])]);
  return { name, countsAllPackets, ...(Object.fromEntries(texts) as Record<Field, string>) };
}

import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { form, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Created, CredentialList, PollProfileList } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { TextField } from '../../../ui/form/text-field';
import { ProfileForm } from '../profiles/profile-form';
import { ChoiceField } from './choice-field';
import { FieldProblems } from './field-problems';
import { NewCredential } from './new-credential';

const readCreated = answerOf(Created);

/** Staff enter a device: what it is, where it is, how it is asked and how often. */
@Component({
  selector: 'lw-new-device-page',
  imports: [
    ChoiceField,
    FieldProblems,
    FormRoot,
    MatButton,
    NewCredential,
    PageHeading,
    ProfileForm,
    RouterLink,
    TextField,
    TranslocoPipe,
  ],
  templateUrl: './new-device-page.html',
  styleUrl: './new-device.css',
})
export class NewDevicePage {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly credentialList = httpResource(() => '/api/v1/credentials', { parse: answerOf(CredentialList) });
  private readonly profileList = httpResource(() => '/api/v1/poll-profiles', { parse: answerOf(PollProfileList) });
  private readonly model = signal({
    code: '',
    name: '',
    vendor: '',
    model: '',
    address: '',
    port: '161',
    credentialId: '',
    pollProfileId: '',
    region: '',
    requiredTag: '',
  });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly credentials = computed(() =>
    this.credentialList.hasValue()
      ? this.credentialList.value().items.map(({ id, name, version }) => ({ id, name: `${name} (${version})` }))
      : [],
  );
  protected readonly profiles = computed(() =>
    this.profileList.hasValue()
      ? this.profileList
          .value()
          .items.map(({ id, name, intervalS }) => ({ id, name: `${name} (${String(intervalS)} s)` }))
      : [],
  );

  protected readonly device = form(
    this.model,
    (path) => {
      required(path.code);
      pattern(path.code, /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);
      required(path.name);
      maxLength(path.name, 120);
      maxLength(path.vendor, 40);
      maxLength(path.model, 60);
      required(path.address);
      maxLength(path.address, 120);
      pattern(path.port, /^\s*\d{1,5}\s*$/);
      required(path.credentialId);
      required(path.pollProfileId);
      maxLength(path.region, 40);
      maxLength(path.requiredTag, 40);
    },
    { submission: { action: async () => this.send() } },
  );

  protected takeCredential({ id }: { id: string }): void {
    this.credentialList.reload();
    this.model.update((model) => ({ ...model, credentialId: id }));
  }

  protected takeProfile({ id }: { id: string }): void {
    this.profileList.reload();
    this.model.update((model) => ({ ...model, pollProfileId: id }));
  }

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    const { port, region, requiredTag, ...facts } = this.model();
    const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
    const body = { ...facts, port: Number(port), region: orNull(region), requiredTag: orNull(requiredTag) };
    try {
      const { id } = readCreated(await firstValueFrom(this.http.post('/api/v1/devices', body)));
      await this.router.navigate(['/devices', id]);
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}

import { HttpClient } from '@angular/common/http';
import { Component, inject, output, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { Created } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { TextField } from '../../../ui/form/text-field';
import { ChoiceField } from './choice-field';
import { FieldProblems } from './field-problems';

const same = (...names: readonly string[]): { id: string; name: string }[] => names.map((name) => ({ id: name, name }));
const EMPTY = {
  name: '',
  version: 'V2C',
  community: '',
  user: '',
  authProtocol: 'SHA256',
  authKey: '',
  privProtocol: 'AES128',
  privKey: '',
  allowLegacy: false,
};
const readCreated = answerOf(Created);

/** A new way to ask devices. What is secret is sent once and kept nowhere here. */
@Component({
  selector: 'lw-new-credential',
  imports: [ChoiceField, FieldProblems, FormField, FormRoot, TextField, TranslocoPipe],
  templateUrl: './new-credential.html',
  styleUrl: './new-device.css',
})
export class NewCredential {
  /** Id and name of what was made. */
  readonly created = output<{ id: string; name: string }>();

  private readonly http = inject(HttpClient);
  private readonly model = signal({ ...EMPTY });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly versions = same('V2C', 'V3', 'V1');
  protected readonly authProtocols = same('SHA256', 'SHA384', 'SHA512', 'SHA224', 'SHA1', 'MD5');
  protected readonly privProtocols = same('AES128', 'AES256B', 'AES256R', 'DES');

  protected readonly access = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
      required(path.community, { when: ({ valueOf }) => valueOf(path.version) !== 'V3' });
      required(path.user, { when: ({ valueOf }) => valueOf(path.version) === 'V3' });
      required(path.authKey, { when: ({ valueOf }) => valueOf(path.version) === 'V3' });
      required(path.privKey, { when: ({ valueOf }) => valueOf(path.version) === 'V3' });
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    const { name, version, community, allowLegacy, ...keys } = this.model();
    const legacy = allowLegacy ? { legacy: true } : {};
    const access = version === 'V3' ? { version, ...keys, ...legacy } : { version, community };
    try {
      const body = { name: name.trim(), access };
      const { id } = readCreated(await firstValueFrom(this.http.post('/api/v1/credentials', body)));
      this.model.set({ ...EMPTY });
      this.access().reset();
      this.created.emit({ id, name: body.name });
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}

import { HttpClient } from '@angular/common/http';
import { Component, inject, resource, signal } from '@angular/core';
import {
  form,
  FormRoot,
  hidden,
  maxLength,
  minLength,
  required,
  type TreeValidationResult,
  validate,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { InvitationOffer, PASSWORD_MIN_LENGTH } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure, toLinkFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { Language } from '../../core/i18n/language';
import { TextField } from '../../ui/form/text-field';
import { Doorstep } from '../../core/doorstep/doorstep';

const URL = '/api/v1/invitations';
const readOffer = answerOf(InvitationOffer);

/** Takes an invitation up: with a name and a password, or, for who has an account, with one press. */
@Component({
  selector: 'lw-invitation-page',
  imports: [Doorstep, FormRoot, MatButton, TextField, TranslocoPipe],
  templateUrl: './invitation-page.html',
  styleUrl: '../../ui/form/form.css',
})
export class InvitationPage {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly language = inject(Language);
  private readonly token = inject(ActivatedRoute).snapshot.fragment ?? '';
  private readonly model = signal({ name: '', password: '', again: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly least = PASSWORD_MIN_LENGTH;

  protected readonly offer = resource({
    loader: async () => {
      try {
        const offer = readOffer(await firstValueFrom(this.http.post(`${URL}/offer`, { token: this.token })));
        this.model.update((model) => ({ ...model, name: offer.name }));
        await this.language.suggest(offer.language);
        return offer;
      } catch (error) {
        this.refusal.set(toLinkFailure(error, 'invitation.refused'));
        return undefined;
      }
    },
  });

  protected readonly person = form(
    this.model,
    (path) => {
      const isKnown = (): boolean => this.offer.value()?.hasAccount === true;
      hidden(path.name, { when: isKnown });
      hidden(path.password, { when: isKnown });
      hidden(path.again, { when: isKnown });
      required(path.name);
      maxLength(path.name, 80);
      required(path.password);
      minLength(path.password, PASSWORD_MIN_LENGTH);
      required(path.again);
      validate(path.again, ({ value, valueOf }) =>
        value() === valueOf(path.password) ? null : { kind: 'passwordsDiffer' },
      );
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { name, password } = this.model();
    const own = this.offer.value()?.hasAccount === true ? {} : { name: name.trim(), password };
    try {
      await firstValueFrom(this.http.post(`${URL}/accepted`, { token: this.token, ...own }));
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, { name: this.person.name, password: this.person.password });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    await this.router.navigate(['/sign-in'], { queryParams: { after: 'joined' } });
    return undefined;
  }
}

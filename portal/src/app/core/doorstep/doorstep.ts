import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { PageHeading } from '../a11y/page-heading';
import { Language } from '../i18n/language';

/** The frame of the pages outside: name of the house, language, one card. */
@Component({
  selector: 'lw-doorstep',
  imports: [PageHeading, TranslocoPipe],
  templateUrl: './doorstep.html',
  styleUrl: './doorstep.css',
})
export class Doorstep {
  readonly heading = input.required<string>();
  protected readonly language = inject(Language);
  /** Over plain http on a foreign host the browser keeps no secure cookie, and so no session. */
  protected readonly insecure = !isSecureContext;
}

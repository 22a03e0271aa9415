import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  type BrandForm,
  contrastOnWhite,
  COLOUR,
  isReadableOnWhite,
  LOGO_BYTES_MOST,
  LOGO_TYPES,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Brand } from '../../core/brand/brand';
import { type Failure, toFailure } from '../../core/http/failure';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';

/** The operator's logo and colour, with what a paper and the header will look like. */
@Component({
  selector: 'lw-brand-page',
  imports: [FailureNotice, PageHeading, Skeleton, TranslocoPipe],
  templateUrl: './brand-page.html',
  styleUrl: './brand-page.css',
})
export class BrandPage {
  protected readonly brand = inject(Brand);
  private readonly http = inject(HttpClient);

  protected readonly types = LOGO_TYPES.join(',');
  protected readonly mostKb = Math.floor(LOGO_BYTES_MOST / 1_000);
  protected readonly failure = computed(() => {
    const error = this.brand.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly accent = linkedSignal(() => this.brand.accent());
  /** The picture that was chosen, as a `data:` address; null: none from now on; undefined: the one that is there. */
  protected readonly chosen = signal<string | null | undefined>(undefined);
  protected readonly shownLogo = computed(() => (this.chosen() === undefined ? this.brand.logo() : this.chosen()));
  protected readonly isColour = computed(() => COLOUR.test(this.accent()));
  protected readonly isReadable = computed(() => this.isColour() && isReadableOnWhite(this.accent()));
  protected readonly contrast = computed(() =>
    this.isColour() ? Math.floor(contrastOnWhite(this.accent()) * 10) / 10 : 0,
  );
  protected readonly isBusy = signal(false);
  protected readonly isSaved = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly problems = computed(
    () => new Map((this.refusal()?.fields ?? []).map(({ field, reason }) => [field, reason])),
  );

  protected setAccent(text: string): void {
    this.isSaved.set(false);
    this.accent.set(text.trim().toLowerCase());
  }

  protected async choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    this.isSaved.set(false);
    this.refusal.set(undefined);
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (const byte of bytes.slice(0, LOGO_BYTES_MOST + 1)) text += String.fromCharCode(byte);
    this.chosen.set(`data:${file.type};base64,${btoa(text)}`);
    input.value = '';
  }

  protected clear(): void {
    this.isSaved.set(false);
    this.chosen.set(null);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const version = this.brand.view()?.version;
    if (version === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    const chosen = this.chosen();
    const logo = typeof chosen === 'string' ? chosen.slice(chosen.indexOf(',') + 1) : chosen;
    const form: BrandForm = { accent: this.accent(), version, ...(logo !== undefined && { logo }) };
    try {
      await firstValueFrom(this.http.put('/api/v1/brand', form));
      this.chosen.set(undefined);
      this.isSaved.set(true);
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
      // Also after a refusal: what somebody else did meanwhile has to be seen.
      this.brand.reload();
    }
  }
}

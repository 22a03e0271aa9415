import { httpResource } from '@angular/common/http';
import { computed, inject, Service } from '@angular/core';
import { BrandView, FIRST_ACCENT } from '@linewatch/shared';
import { Session } from '../auth/session';
import { answerOf } from '../http/answer';

/** Where the logo of a version is fetched from; undefined for one without. */
export function logoOf({ version, logo }: Pick<BrandView, 'version' | 'logo'>): string | undefined {
  return logo === null ? undefined : `/api/v1/brand/logo/${String(version)}`;
}

/** How the operator looks: its logo and colour, once somebody is signed in. */
@Service()
export class Brand {
  private readonly session = inject(Session);
  private readonly answer = httpResource(
    () => (this.session.view() === undefined ? undefined : { url: '/api/v1/brand' }),
    { parse: answerOf(BrandView) },
  );

  readonly error = this.answer.error;
  /** Undefined until it is known. A portal without its logo still works, so nobody waits for it. */
  readonly view = computed(() => (this.answer.hasValue() ? this.answer.value() : undefined));
  readonly accent = computed(() => this.view()?.accent ?? FIRST_ACCENT);
  readonly logo = computed(() => {
    const view = this.view();
    return view === undefined ? undefined : logoOf(view);
  });

  reload(): void {
    this.answer.reload();
  }
}

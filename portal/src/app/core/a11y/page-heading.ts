import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';
import { Router } from '@angular/router';

/** Put on the h1 of a page: takes the focus when the page was reached from another one, so that readers hear it. */
@Directive({ selector: 'h1[lwPageHeading]', host: { tabindex: '-1' } })
export class PageHeading {
  constructor() {
    const heading = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const router = inject(Router);
    afterNextRender(() => {
      if ((router.lastSuccessfulNavigation()?.id ?? 0) > 1) heading.focus({ preventScroll: true });
    });
  }
}

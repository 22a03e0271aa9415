import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PageHeading } from '../a11y/page-heading';

/** An address that leads nowhere, or nowhere for this person: the two are not told apart. */
@Component({
  selector: 'lw-not-found-page',
  imports: [PageHeading, RouterLink, TranslocoPipe],
  template: `
    <section class="lw-card">
      <h1 lwPageHeading>{{ 'notFound.title' | transloco }}</h1>
      <p>{{ 'notFound.text' | transloco }}</p>
      <a class="lw-button" routerLink="/circuits">{{ 'notFound.back' | transloco }}</a>
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: 12px;
      justify-items: start;
      max-width: 560px;
      margin: 8vh auto;
      padding: 28px;
    }
  `,
})
export class NotFoundPage {}

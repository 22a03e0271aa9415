import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { computed, Service, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, type Routes, withComponentInputBinding } from '@angular/router';
import type { SessionView } from '@linewatch/shared';
import { Session } from '../app/core/auth/session';
import { Now } from '../app/core/clock/now';
import { apiInterceptor } from '../app/core/http/api.interceptor';
import { Language } from '../app/core/i18n/language';
import { provideTexts } from '../app/core/i18n/provide-texts';
import { LiveFeed } from '../app/core/live/live-feed';
import { aSession } from './circuits';
import { FakeFeed } from './fake-feed';

/** A clock that moves when the spec says so. */
@Service({ autoProvided: false })
export class HeldNow {
  private readonly at = signal(Date.now());
  readonly ms = this.at.asReadonly();
  readonly calm = computed(() => this.at());

  pass(ms: number): void {
    this.at.update((at) => at + ms);
  }

  serverSaid(): void {
    // The spec's clock is the only one.
  }
}

/** What a spec of a page holds in its hands. */
export interface PageBed {
  readonly http: HttpTestingController;
  readonly feed: FakeFeed;
  readonly now: HeldNow;
}

/** Sets a page up: real texts and interceptors, a spoken feed, a held clock, somebody signed in. */
export async function openBed(routes: Routes = [], session: SessionView | null = aSession()): Promise<PageBed> {
  localStorage.clear();
  const feed = new FakeFeed();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([apiInterceptor])),
      provideHttpClientTesting(),
      provideRouter(routes, withComponentInputBinding()),
      provideTexts({ production: false }),
      { provide: LiveFeed, useValue: feed },
      HeldNow,
      { provide: Now, useExisting: HeldNow },
    ],
  });
  await TestBed.inject(Language).start();
  const http = TestBed.inject(HttpTestingController);
  const restored = TestBed.inject(Session).restore();
  const asked = http.expectOne('/api/v1/session');
  if (session === null) {
    asked.flush({ type: 'x', title: 'x', status: 401, code: 'session.missing' }, { status: 401, statusText: 'x' });
  } else {
    asked.flush(session);
  }
  await restored;
  TestBed.tick();
  for (const codes of http.match('/api/v1/codes')) codes.flush({ items: [] });
  return { http, feed, now: TestBed.inject(HeldNow) };
}

/** How long a spec waits for what has to come; above what a busy machine needs. */
const PATIENCE_MS = 30_000;

/** Waits until something holds, looking every few milliseconds. */
export async function eventually<T>(look: () => T | undefined | false | null): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > until) throw new Error('It did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import { type HttpEvent, type HttpHandlerFn, type HttpRequest, HttpResponse } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import { catchError, type Observable, tap, throwError } from 'rxjs';
import { Session } from '../auth/session';
import { Now } from '../clock/now';
import { Language } from '../i18n/language';
import { toFailure } from './failure';
import { onceMoreWhenToldToWait } from './told-to-wait';

/** Every request says its language; every refusal leaves as a Failure; a 401 anywhere ends the session here too. */
export function apiInterceptor(request: HttpRequest<unknown>, next: HttpHandlerFn): Observable<HttpEvent<unknown>> {
  const injector = inject(Injector);
  const language = inject(Language);
  const now = inject(Now);
  return next(request.clone({ setHeaders: { 'Accept-Language': language.current() } })).pipe(
    onceMoreWhenToldToWait(request),
    tap((event) => {
      if (event instanceof HttpResponse) now.serverSaid(event.headers.get('date'));
    }),
    catchError((error: unknown) => {
      const failure = toFailure(error);
      if (failure.status === 401 && !request.url.endsWith('/session')) injector.get(Session).expire();
      return throwError(() => failure);
    }),
  );
}

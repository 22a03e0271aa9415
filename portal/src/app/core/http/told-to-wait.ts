import { HttpErrorResponse, type HttpEvent, type HttpRequest } from '@angular/common/http';
import { type MonoTypeOperatorFunction, retry, throwError, timer } from 'rxjs';

/** The longest that a page may look as if it were still loading; who has to wait for longer is told so. */
const LONGEST_WAIT_S = 5;

/**
 * Reads once more what the API refused because it was too much at once (429), when the wait that it asks for is over.
 * Nothing that writes is sent twice.
 */
export function onceMoreWhenToldToWait(request: HttpRequest<unknown>): MonoTypeOperatorFunction<HttpEvent<unknown>> {
  return retry({
    count: 1,
    delay: (error: unknown) => {
      const waitS = request.method === 'GET' ? waitOf(error) : undefined;
      return waitS === undefined ? throwError(() => error) : timer(waitS * 1_000);
    },
  });
}

/** @returns the seconds to wait (RFC 9110 section 10.2.3), or undefined where it is not worth it */
function waitOf(error: unknown): number | undefined {
  if (!(error instanceof HttpErrorResponse) || error.status !== 429) return undefined;
  const waitS = Number(error.headers.get('Retry-After') ?? NaN);
  return waitS >= 0 && waitS <= LONGEST_WAIT_S ? waitS : undefined;
}

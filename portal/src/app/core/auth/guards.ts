import { inject } from '@angular/core';
import { type CanActivateFn, type RedirectFunction, Router } from '@angular/router';
import type { Permission } from '@linewatch/shared';
import { Session } from './session';

/** Lets signed-in people in and sends others to the sign-in page, which brings them back here. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  await session.restore();
  if (session.failure() !== undefined) return false;
  if (session.view() !== undefined) return true;
  return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { return: state.url } });
};

/** Hides a page from roles that may not see it, as if it did not exist. */
export function allowed(permission: Permission): CanActivateFn {
  return () => inject(Session).may(permission) || inject(Router).createUrlTree(['/not-found']);
}

/** Where somebody begins: operations with the alarms, account managers with their customers, others with the state of their lines. Nobody yet: at the sign-in. */
export const firstPage: RedirectFunction = async () => {
  const session = inject(Session);
  await session.restore();
  if (session.view() === undefined && session.failure() === undefined) return '/sign-in';
  if (session.may('alarms:read')) return '/alarms';
  return session.may('portfolio:read') ? '/portfolio' : '/overview';
};

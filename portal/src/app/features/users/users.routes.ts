import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.users', loadComponent: () => import('./users-page').then((m) => m.UsersPage) },
  {
    path: 'tokens',
    title: 'title.tokens',
    canActivate: [allowed('tokens:manage')],
    loadComponent: () => import('./tokens-page').then((m) => m.TokensPage),
  },
  {
    path: 'sign-in',
    title: 'title.waysIn',
    canActivate: [allowed('users:manage')],
    loadComponent: () => import('./ways-in/ways-in-page').then((m) => m.WaysInPage),
  },
];
export default routes;

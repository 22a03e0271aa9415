import type { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'title.account',
    loadComponent: () => import('./account-page').then((m) => m.AccountPage),
  },
];
export default routes;

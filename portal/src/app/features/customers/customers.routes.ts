import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.customers', loadComponent: () => import('./customers-page').then((m) => m.CustomersPage) },
  { path: ':id', title: 'title.customer', loadComponent: () => import('./customer-page').then((m) => m.CustomerPage) },
];
export default routes;

import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.faults', loadComponent: () => import('./faults-page').then((m) => m.FaultsPage) },
  { path: ':id', title: 'title.fault', loadComponent: () => import('./fault-page').then((m) => m.FaultPage) },
];
export default routes;

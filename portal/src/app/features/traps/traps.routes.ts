import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.traps', loadComponent: () => import('./traps-page').then((m) => m.TrapsPage) },
];
export default routes;

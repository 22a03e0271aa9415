import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.imports', loadComponent: () => import('./imports-page').then((m) => m.ImportsPage) },
];
export default routes;

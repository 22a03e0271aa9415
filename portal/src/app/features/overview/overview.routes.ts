import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.overview', loadComponent: () => import('./overview-page').then((m) => m.OverviewPage) },
];
export default routes;

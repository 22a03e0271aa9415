import type { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'title.collectors',
    loadComponent: () => import('./collectors-page').then((m) => m.CollectorsPage),
  },
];
export default routes;

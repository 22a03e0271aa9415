import type { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'title.notices',
    loadComponent: () => import('./notices/notices-page').then((m) => m.NoticesPage),
  },
];
export default routes;

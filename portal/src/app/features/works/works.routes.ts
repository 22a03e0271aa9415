import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.works', loadComponent: () => import('./works-page').then((m) => m.WorksPage) },
  {
    path: 'new',
    title: 'title.planWork',
    canActivate: [allowed('works:plan')],
    loadComponent: () => import('./plan-page').then((m) => m.PlanPage),
  },
  {
    path: 'blackouts',
    title: 'title.blackouts',
    loadComponent: () => import('./blackouts-page').then((m) => m.BlackoutsPage),
  },
  { path: ':id', title: 'title.work', loadComponent: () => import('./work-page').then((m) => m.WorkPage) },
  {
    path: ':id/edit',
    title: 'title.planWork',
    canActivate: [allowed('works:plan')],
    loadComponent: () => import('./plan-page').then((m) => m.PlanPage),
  },
];
export default routes;

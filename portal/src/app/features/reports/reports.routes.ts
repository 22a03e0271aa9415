import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.reports', loadComponent: () => import('./reports-page').then((m) => m.ReportsPage) },
  {
    path: 'schedules',
    title: 'title.reportSchedules',
    canActivate: [allowed('reports:make')],
    loadComponent: () => import('./schedules-page').then((m) => m.SchedulesPage),
  },
  {
    path: 'stories/:id',
    title: 'title.customerStory',
    canActivate: [allowed('portfolio:read')],
    loadComponent: () => import('./customer-story-page').then((m) => m.CustomerStoryPage),
  },
  { path: ':id', title: 'title.reports', loadComponent: () => import('./report-page').then((m) => m.ReportPage) },
  {
    path: ':id/compare',
    title: 'title.reportCompare',
    loadComponent: () => import('./report-compare-page').then((m) => m.ReportComparePage),
  },
];
export default routes;

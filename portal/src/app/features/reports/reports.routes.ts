import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.reports', loadComponent: () => import('./reports-page').then((m) => m.ReportsPage) },
  { path: ':id', title: 'title.reports', loadComponent: () => import('./report-page').then((m) => m.ReportPage) },
];
export default routes;

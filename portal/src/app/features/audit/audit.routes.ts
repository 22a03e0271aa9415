import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.audit', loadComponent: () => import('./audit-page').then((m) => m.AuditLogPage) },
];
export default routes;

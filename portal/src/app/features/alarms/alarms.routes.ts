import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.alarms', loadComponent: () => import('./alarms-page').then((m) => m.AlarmsPage) },
  { path: 'shelves', title: 'title.shelves', loadComponent: () => import('./shelves-page').then((m) => m.ShelvesPage) },
  { path: ':id', title: 'title.alarm', loadComponent: () => import('./alarm-page').then((m) => m.AlarmPage) },
];
export default routes;

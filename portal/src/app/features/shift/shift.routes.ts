import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.shift', loadComponent: () => import('./shift-page').then((m) => m.ShiftPage) },
  { path: ':id', title: 'title.shiftSheet', loadComponent: () => import('./sheet-page').then((m) => m.SheetPage) },
];
export default routes;

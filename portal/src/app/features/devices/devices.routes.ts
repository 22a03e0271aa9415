import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.devices', loadComponent: () => import('./devices-page').then((m) => m.DevicesPage) },
];
export default routes;

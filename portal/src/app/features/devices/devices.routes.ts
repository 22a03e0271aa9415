import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.devices', loadComponent: () => import('./devices-page').then((m) => m.DevicesPage) },
  {
    path: 'new',
    title: 'title.newDevice',
    canActivate: [allowed('devices:write')],
    loadComponent: () => import('./new/new-device-page').then((m) => m.NewDevicePage),
  },
  {
    path: 'profiles',
    title: 'title.pollProfiles',
    canActivate: [allowed('devices:write')],
    loadComponent: () => import('./profiles/profiles-page').then((m) => m.ProfilesPage),
  },
  {
    path: ':id',
    title: 'title.device',
    loadComponent: () => import('./detail/device-page').then((m) => m.DevicePage),
  },
];
export default routes;

import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.told', loadComponent: () => import('./own-page').then((m) => m.OwnNoticesPage) },
  {
    path: 'settings',
    title: 'title.toldSettings',
    loadComponent: () => import('./settings-page').then((m) => m.NoticeSettingsPage),
  },
  {
    path: 'rooms',
    title: 'title.toldRooms',
    canActivate: [allowed('notices:manage')],
    loadComponent: () => import('./rooms-page').then((m) => m.NoticeRoomsPage),
  },
  {
    path: 'desks',
    title: 'title.toldDesks',
    canActivate: [allowed('notices:manage')],
    loadComponent: () => import('./desks-page').then((m) => m.DeskCallbacksPage),
  },
  {
    path: 'ladder',
    title: 'title.toldLadder',
    canActivate: [allowed('notices:manage')],
    loadComponent: () => import('./ladder-page').then((m) => m.NoticeLadderPage),
  },
  {
    path: 'ledger',
    title: 'title.toldLedger',
    canActivate: [allowed('notices:read')],
    loadComponent: () => import('./ledger-page').then((m) => m.NoticeLedgerPage),
  },
  {
    path: 'preview',
    title: 'title.toldPreview',
    loadComponent: () => import('./preview-page').then((m) => m.NoticePreviewPage),
  },
];
export default routes;

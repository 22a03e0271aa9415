import type { Routes } from '@angular/router';
import { allowed, firstPage, signedIn } from './core/auth/guards';

export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'title.signIn',
    loadComponent: () => import('./features/session/sign-in-page').then((m) => m.SignInPage),
  },
  {
    path: 'setup',
    title: 'title.setup',
    loadComponent: () => import('./features/session/setup-page').then((m) => m.SetupPage),
  },
  {
    path: 'forgotten',
    title: 'title.forgotten',
    loadComponent: () => import('./features/session/forgotten-page').then((m) => m.ForgottenPage),
  },
  {
    path: 'reset',
    title: 'title.reset',
    loadComponent: () => import('./features/session/reset-page').then((m) => m.ResetPage),
  },
  {
    path: 'invitation',
    title: 'title.invitation',
    loadComponent: () => import('./features/session/invitation-page').then((m) => m.InvitationPage),
  },
  {
    path: 'rate',
    title: 'title.rate',
    loadComponent: () => import('./features/tickets/rate/rate-page').then((m) => m.RatePage),
  },
  {
    path: 'acknowledge',
    title: 'title.acknowledge',
    loadComponent: () => import('./features/notices/acknowledge-page').then((m) => m.AcknowledgePage),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./features/shell/shell').then((m) => m.Shell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: firstPage },
      { path: 'overview', loadChildren: () => import('./features/overview/overview.routes') },
      {
        path: 'portfolio',
        canActivate: [allowed('portfolio:read')],
        loadChildren: () => import('./features/portfolio/portfolio.routes'),
      },
      {
        path: 'alarms',
        canActivate: [allowed('alarms:read')],
        loadChildren: () => import('./features/alarms/alarms.routes'),
      },
      {
        path: 'faults',
        canActivate: [allowed('faults:read')],
        loadChildren: () => import('./features/faults/faults.routes'),
      },
      { path: 'sla', loadChildren: () => import('./features/sla/sla.routes') },
      { path: 'reports', loadChildren: () => import('./features/reports/reports.routes') },
      {
        path: 'circuits/:id/measure-points',
        title: 'title.measurePoints',
        canActivate: [allowed('devices:write')],
        loadComponent: () => import('./features/devices/points/measure-points-page').then((m) => m.MeasurePointsPage),
      },
      { path: 'circuits', loadChildren: () => import('./features/circuits/circuits.routes') },
      { path: 'works', loadChildren: () => import('./features/works/works.routes') },
      {
        path: 'tickets',
        canActivate: [allowed('tickets:read')],
        loadChildren: () => import('./features/tickets/tickets.routes'),
      },
      {
        path: 'ticket-queue',
        title: 'title.ticketQueue',
        canActivate: [allowed('tickets:work')],
        loadComponent: () => import('./features/tickets/queue/ticket-queue-page').then((m) => m.TicketQueuePage),
      },
      {
        path: 'shift',
        canActivate: [allowed('alarms:read')],
        loadChildren: () => import('./features/shift/shift.routes'),
      },
      {
        path: 'norms',
        title: 'title.norms',
        canActivate: [allowed('norms:manage')],
        loadComponent: () => import('./features/tickets/norms/norms-page').then((m) => m.NormsPage),
      },
      {
        path: 'norms/duty',
        title: 'title.dutyLists',
        canActivate: [allowed('norms:manage')],
        loadComponent: () => import('./features/tickets/norms/duty-page').then((m) => m.DutyPage),
      },
      {
        path: 'codes',
        title: 'title.codes',
        canActivate: [allowed('norms:manage')],
        loadComponent: () => import('./features/codes/codes-page').then((m) => m.CodesPage),
      },
      {
        path: 'brand',
        title: 'title.brand',
        canActivate: [allowed('brand:manage')],
        loadComponent: () => import('./features/brand/brand-page').then((m) => m.BrandPage),
      },
      {
        path: 'devices',
        canActivate: [allowed('devices:read')],
        loadChildren: () => import('./features/devices/devices.routes'),
      },
      {
        path: 'inventory-notices',
        canActivate: [allowed('devices:read')],
        loadChildren: () => import('./features/devices/notices.routes'),
      },
      {
        path: 'collectors',
        canActivate: [allowed('collectors:read')],
        loadChildren: () => import('./features/collectors/collectors.routes'),
      },
      {
        path: 'traps',
        canActivate: [allowed('traps:read')],
        loadChildren: () => import('./features/traps/traps.routes'),
      },
      {
        path: 'audit',
        canActivate: [allowed('audit:read')],
        loadChildren: () => import('./features/audit/audit.routes'),
      },
      { path: 'customers', loadChildren: () => import('./features/customers/customers.routes') },
      {
        path: 'imports',
        canActivate: [allowed('inventory:export')],
        loadChildren: () => import('./features/imports/imports.routes'),
      },
      {
        path: 'users',
        canActivate: [allowed('users:read')],
        loadChildren: () => import('./features/users/users.routes'),
      },
      {
        path: 'view-as',
        title: 'title.viewAs',
        canActivate: [allowed('customers:view-as')],
        loadComponent: () => import('./features/view-as/view-as-page').then((m) => m.ViewAsPage),
      },
      {
        path: 'notices',
        canActivate: [allowed('notices:own')],
        loadChildren: () => import('./features/notices/notices.routes'),
      },
      { path: 'account', loadChildren: () => import('./features/account/account.routes') },
      {
        path: 'roles',
        title: 'title.roles',
        loadComponent: () => import('./features/roles/roles-page').then((m) => m.RolesPage),
      },
      {
        path: '**',
        title: 'title.notFound',
        loadComponent: () => import('./core/not-found/not-found-page').then((m) => m.NotFoundPage),
      },
    ],
  },
];

import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  {
    path: '',
    title: 'title.tickets',
    loadComponent: () => import('./list/tickets-page').then((m) => m.TicketsPage),
  },
  {
    path: 'new',
    title: 'title.reportFault',
    canActivate: [allowed('tickets:file')],
    loadComponent: () => import('./report/report-page').then((m) => m.ReportPage),
  },
  {
    path: 'change',
    title: 'title.changeRequest',
    canActivate: [allowed('tickets:file')],
    loadComponent: () => import('./change/change-page').then((m) => m.ChangePage),
  },
  {
    path: 'fault-reports',
    title: 'title.faultReports',
    loadComponent: () => import('./reports/fault-reports-page').then((m) => m.FaultReportsPage),
  },
  {
    path: ':id',
    title: 'title.ticket',
    loadComponent: () => import('./ticket/ticket-page').then((m) => m.TicketPage),
  },
];
export default routes;

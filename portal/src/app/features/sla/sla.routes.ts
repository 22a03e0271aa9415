import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  { path: '', title: 'title.sla', loadComponent: () => import('./sla-page').then((m) => m.SlaPage) },
  {
    path: 'exclusions',
    title: 'title.exclusions',
    loadComponent: () => import('./exclusions-page').then((m) => m.ExclusionsPage),
  },
  {
    path: 'terms',
    title: 'title.slaTerms',
    canActivate: [allowed('sla:define')],
    loadComponent: () => import('./terms-page').then((m) => m.TermsPage),
  },
  {
    path: 'circuits/:id',
    title: 'title.circuitSla',
    loadComponent: () => import('./circuit-sla-page').then((m) => m.CircuitSlaPage),
  },
  {
    path: 'circuits/:id/compare',
    title: 'title.slaCompare',
    loadComponent: () => import('./compare-page').then((m) => m.ComparePage),
  },
];
export default routes;

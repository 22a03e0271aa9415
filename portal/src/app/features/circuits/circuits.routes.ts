import type { Routes } from '@angular/router';
import { allowed } from '../../core/auth/guards';

const routes: Routes = [
  {
    path: '',
    title: 'title.circuits',
    loadComponent: () => import('./list/circuits-page').then((m) => m.CircuitsPage),
  },
  {
    path: 'tiles',
    title: 'title.tiles',
    loadComponent: () => import('./tiles/tiles-page').then((m) => m.TilesPage),
  },
  {
    path: 'map',
    title: 'title.map',
    loadComponent: () => import('./map/map-page').then((m) => m.MapPage),
  },
  {
    path: 'then',
    title: 'title.then',
    loadComponent: () => import('./then/then-page').then((m) => m.ThenPage),
  },
  {
    path: 'new',
    title: 'title.newCircuit',
    canActivate: [allowed('circuits:manage')],
    loadComponent: () => import('./record/circuit-record-page').then((m) => m.CircuitRecordPage),
  },
  {
    path: ':id/edit',
    title: 'title.editCircuit',
    canActivate: [allowed('circuits:manage')],
    loadComponent: () => import('./record/circuit-record-page').then((m) => m.CircuitRecordPage),
  },
  {
    path: ':id',
    title: 'title.circuit',
    loadComponent: () => import('./detail/circuit-page').then((m) => m.CircuitPage),
  },
];
export default routes;

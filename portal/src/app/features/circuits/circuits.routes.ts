import type { Routes } from '@angular/router';

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
    path: ':id',
    title: 'title.circuit',
    loadComponent: () => import('./detail/circuit-page').then((m) => m.CircuitPage),
  },
];
export default routes;

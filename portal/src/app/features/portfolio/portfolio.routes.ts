import type { Routes } from '@angular/router';

const routes: Routes = [
  { path: '', title: 'title.portfolio', loadComponent: () => import('./portfolio-page').then((m) => m.PortfolioPage) },
];
export default routes;
